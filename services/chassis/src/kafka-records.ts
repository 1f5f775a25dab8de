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

const start = '{"specversion":"1.0","id":"'
const afterId = start.length + 36
const beforeType = '","type":"'

/**
 * The type of an envelope as our relays write it, found without parsing the rest; a service listens
 * to few of the types that a topic has. Empty for any other text.
 */
function typeOf(value: Buffer): string {
  // The source stands between id and type, and nothing else: a type is never looked for in the data.
  const head = value.toString('latin1', 0, afterId + 300)
  const at = head.startsWith(start) ? head.indexOf(beforeType, afterId) : -1
  if (at < 0 || at > afterId + 200) return ''
  const from = at + beforeType.length
  const end = head.indexOf('"', from)
  return end < 0 ? '' : head.slice(from, end)
}
