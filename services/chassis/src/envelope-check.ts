import type { ValidateFunction } from 'ajv/dist/2020.js'
import type { Delivery } from './broker.ts'
import type { Event } from './consumers.ts'
import type { EventContract } from './contract.ts'
import { reasons } from './event-schema.ts'
import { strictAjv } from './schema.ts'

export type Checked =
  | { readonly kind: 'event'; readonly event: Event }
  /** Not for this consumer: another type of the same topic. */
  | { readonly kind: 'other' }
  /** A type this version does not know: a newer producer may be ahead. */
  | { readonly kind: 'unknown'; readonly type: string }
  | { readonly kind: 'bad'; readonly reason: string; readonly type?: string; readonly id?: string }

export type CheckDelivery = (delivery: Delivery) => Checked

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Far above what a contract allows (64 KiB), and as much as a broker's record may be. */
const maxBytes = 1_000_000

/** Nothing of a delivery is believed before this: envelope, origin and payload. */
export function deliveryCheck(contract: EventContract, types: readonly string[]): CheckDelivery {
  const ajv = strictAjv()
  const validators = new Map<string, ValidateFunction>(
    types.map((type) => [type, ajv.compile(open(contract.types[type] ?? false) as object)]),
  )
  return (delivery) => {
    const { envelope, bytes = 0 } = delivery
    if (bytes > maxBytes) return bad(`has ${bytes} bytes; an event may have ${maxBytes}`)
    if (envelope === null || typeof envelope !== 'object') return bad('is not a JSON object')
    const said = envelope as Said
    const { type } = said
    if (typeof type !== 'string') return bad('has no type')
    if (!contract.types[type]) return { kind: 'unknown', type }
    const validate = validators.get(type)
    return validate ? judge(contract, delivery, said as Typed, validate) : { kind: 'other' }
  }
}

type Said = Readonly<Record<string, unknown>>
type Typed = Said & { readonly type: string }

function judge(
  contract: EventContract,
  delivery: Delivery,
  said: Typed,
  validate: ValidateFunction,
): Checked {
  const { id, type, time, data, traceparent } = said
  if (typeof id !== 'string' || !uuid.test(id)) return bad('has no UUID as id', type)
  const wrong = wrongOrigin(contract, delivery, said)
  if (wrong) return bad(wrong, type, id)
  const at = new Date(typeof time === 'string' ? time : Number.NaN)
  if (Number.isNaN(at.getTime())) return bad('has no time', type, id)
  if (!validate(data)) return bad(`breaks its contract: ${reasons(validate)}`, type, id)
  const trace = typeof traceparent === 'string' ? traceparent : null
  // PostgreSQL writes UUIDs in lower case; the inbox must see one event as one.
  const event = { id: id.toLowerCase(), type, time: at, key: delivery.key, data }
  return { kind: 'event', event: { ...event, traceparent: trace } }
}

/** Source, topic and type belong together, so that no service can speak for another. */
function wrongOrigin(
  { source, topic }: EventContract,
  delivery: Delivery,
  said: Said,
): string | undefined {
  if (said.specversion !== '1.0') return 'is not CloudEvents 1.0'
  if (said.source !== source) return `does not come from ${source}`
  if (delivery.topic !== topic) return `does not belong to the topic ${delivery.topic}`
  if (delivery.key === '') return 'has no key'
  const format = said.datacontenttype
  return format === undefined || format === 'application/json' ? undefined : 'does not carry JSON'
}

function bad(reason: string, type?: string, id?: string): Checked {
  return {
    kind: 'bad',
    reason,
    ...(type !== undefined && { type }),
    ...(id !== undefined && { id }),
  }
}

/** Fields are only ever added: what a newer producer adds is no reason to refuse a fact. */
function open(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(open)
  if (schema === null || typeof schema !== 'object') return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([word, value]) => !(closing.has(word) && value === false))
      .map(([word, value]) => [word, open(value)]),
  )
}

const closing = new Set(['additionalProperties', 'unevaluatedProperties'])
