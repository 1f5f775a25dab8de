import { readMs, readTimes, Refused } from '../web.ts'
import type { Intent } from './objects.ts'
import type { CardOrder } from './state.ts'

/** What an order can recognize a request by. */
export interface Subject {
  id: string | null
  amount: number | null
  last4: string | null
  metadata: Record<string, string>
}

const answers = new Set(
  'refuse delay late hang never answer-twice server-error drop hold'.split(' '),
)
const webhooks = new Set('before twice late never reordered forged'.split(' '))
/** Words that mean the same on the other side. */
const alias: Record<string, string> = { 'answer-twice': 'twice', delay: 'late' }

export function fits(order: CardOrder, subject: Subject): boolean {
  const { id, amount, last4, metadata } = order.match ?? {}
  return (
    (id === undefined || id === subject.id) &&
    (amount === undefined || amount === subject.amount) &&
    (last4 === undefined || last4 === subject.last4) &&
    Object.entries(metadata ?? {}).every(([k, v]) => subject.metadata[k] === v)
  )
}

export function fitsIntent(order: CardOrder, intent: Intent): boolean {
  return fits(order, subjectOf(intent))
}

export function subjectOf(intent: Intent): Subject {
  const { id, amount, metadata } = intent
  return { id, amount, metadata, last4: intent.card?.last4 ?? null }
}

export function readMatch(value: unknown): NonNullable<CardOrder['match']> {
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null) throw new Refused('match is an object')
  const known = new Set(['metadata', 'last4', 'amount', 'id', 'event', 'operation'])
  for (const key of Object.keys(value))
    if (!known.has(key))
      throw new Refused(`match knows no '${key}'; it knows ${[...known].join(', ')}`)
  return value as NonNullable<CardOrder['match']>
}

export function readOrder(body: Record<string, unknown>): Omit<CardOrder, 'id'> {
  const on = body.on === 'webhook' ? 'webhook' : 'answer'
  const wanted = String(body.do)
  const act = on === 'webhook' ? (alias[wanted] ?? wanted) : wanted
  const known = on === 'webhook' ? webhooks : answers
  if (!known.has(act))
    throw new Refused(`on ${on}, do is one of ${[...known].join(', ')}, not '${wanted}'`)
  return {
    on,
    do: act,
    times: readTimes(body.times),
    match: readMatch(body.match),
    ...(body.ms !== undefined && { ms: readMs(body.ms, 0) }),
    ...(typeof body.code === 'string' && { code: body.code }),
  }
}
