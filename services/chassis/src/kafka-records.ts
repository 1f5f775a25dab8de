import type { Batch } from 'kafkajs'
import type { Delivery } from './broker.ts'

/** A fetched batch, without what the consumer leaves to others. */
export interface Readable {
  readonly deliveries: readonly Delivery[]
  /** Of each delivery. */
  readonly offsets: readonly string[]
}

/** Everything that is not known for sure to be somebody else's is looked at. */
export function readable({ topic, messages }: Batch, others: ReadonlySet<string>): Readable {
  const deliveries: Delivery[] = []
  const offsets: string[] = []
  for (const { key, value, offset } of messages) {
    if (value && others.size > 0 && others.has(typeOf(value))) continue
    deliveries.push({ topic, key: key?.toString() ?? '', ...contentOf(value) })
    offsets.push(offset)
  }
  return { deliveries, offsets }
}

function contentOf(value: Buffer | null): { envelope: unknown; raw?: string; bytes: number } {
  const text = value?.toString() ?? ''
  const bytes = value?.length ?? 0
  try {
    return { envelope: JSON.parse(text) as unknown, bytes }
  } catch {
    return { envelope: undefined, raw: text, bytes }
  }
}

const start = Buffer.from('{"specversion":"1.0","id":"')
const afterId = start.length + 36
const beforeType = Buffer.from('","type":"')
const quote = 0x22

/**
 * The type of an envelope as our relays write it, found without parsing the rest; a service listens
 * to few of the types that a topic has. Empty for any other text.
 */
function typeOf(value: Buffer): string {
  if (value.length < afterId || value.compare(start, 0, start.length, 0, start.length) !== 0)
    return ''
  const at = value.indexOf(beforeType, afterId)
  const from = at + beforeType.length
  // The source stands between, and nothing else: a type is never looked for inside of the data.
  if (at < 0 || at > afterId + 200) return ''
  const end = value.indexOf(quote, from)
  return end < 0 ? '' : value.toString('latin1', from, end)
}
