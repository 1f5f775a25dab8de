import type { Order, OrderBook } from '../orders.ts'
import { readMs, readTimes, Refused } from '../web.ts'
import { messageIdOf } from './letters.ts'
import type { Envelope, Verdict } from './smtp.ts'

export interface MailOrder extends Order {
  do: 'refuse' | 'delay' | 'hang' | 'close-after-data' | 'drop-before-250' | 'bounce'
  at: 'connect' | 'rcpt' | 'data'
  match?: { to?: string; subject?: string; messageId?: string }
  code?: number
  reason?: string
  ms?: number
  /** Whether a letter whose answer is dropped was taken all the same. */
  keep?: boolean
}

const moments: Record<MailOrder['do'], MailOrder['at'][]> = {
  refuse: ['rcpt', 'connect', 'data'],
  delay: ['data', 'connect', 'rcpt'],
  hang: ['data', 'connect', 'rcpt'],
  'close-after-data': ['data'],
  'drop-before-250': ['data'],
  bounce: ['data'],
}

/** `*` stands for anything: `*@bounce.example`. */
export function fitsPattern(pattern: string, text: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`, 'is').test(text)
}

export function readMailOrder(body: Record<string, unknown>): Omit<MailOrder, 'id'> {
  const act = String(body.do) as MailOrder['do']
  const allowed = moments[act]
  if (!allowed) throw new Refused(`do is one of ${Object.keys(moments).join(', ')}, not '${act}'`)
  const at = (body.at ?? allowed[0]) as MailOrder['at']
  if (!allowed.includes(at)) throw new Refused(`${act} can happen at ${allowed.join(', ')}`)
  const code = body.code === undefined ? 550 : Number(body.code)
  if (!(code >= 400 && code <= 599)) throw new Refused('code is between 400 and 599')
  const match = (body.match ?? {}) as NonNullable<MailOrder['match']>
  const known = new Set(['to', 'subject', 'messageId'])
  const stranger = Object.keys(match).find((key) => !known.has(key))
  if (stranger) throw new Refused(`match knows no '${stranger}'; it knows to, subject, messageId`)
  return {
    do: act,
    at,
    match,
    code,
    times: readTimes(body.times),
    ...(typeof body.reason === 'string' && { reason: body.reason }),
    ...(body.ms !== undefined && { ms: readMs(body.ms, 0) }),
    ...(typeof body.keep === 'boolean' && { keep: body.keep }),
  }
}

const fitsTo = (order: MailOrder, recipients: string[]) =>
  !order.match?.to || recipients.some((r) => fitsPattern(order.match?.to ?? '', r))

const subjectOf = (raw: string) => /^subject:\s*(.*(?:\r\n[ \t].*)*)/im.exec(raw)?.[1] ?? ''

/** The order for a letter, known only when all of it is there. */
export function takeForLetter(
  orders: OrderBook<MailOrder>,
  envelope: Envelope,
  raw: string,
): MailOrder | undefined {
  return orders.take((order) => {
    if (order.at !== 'data' || order.do === 'close-after-data') return false
    const { subject, messageId } = order.match ?? {}
    return (
      fitsTo(order, envelope.recipients) &&
      (!subject || fitsPattern(subject, subjectOf(raw))) &&
      (!messageId || messageId === messageIdOf(raw))
    )
  })
}

export function takeAt(
  orders: OrderBook<MailOrder>,
  at: MailOrder['at'],
  recipients: string[],
): MailOrder | undefined {
  return orders.take((order) => order.at === at && fitsTo(order, recipients))
}

export function takeClosing(orders: OrderBook<MailOrder>, { recipients }: Envelope) {
  return orders.take((order) => order.do === 'close-after-data' && fitsTo(order, recipients))
}

/** 421 says good-bye, any other refusal leaves the connection open. */
export function verdictOf(order: MailOrder | undefined): Verdict | undefined {
  if (!order) return undefined
  if (order.do === 'hang') return { hang: true }
  if (order.do === 'delay') return { waitMs: order.ms ?? 1_000 }
  if (order.do === 'drop-before-250' || order.do === 'close-after-data') return { close: true }
  if (order.do === 'bounce') return undefined
  const code = order.code ?? 550
  const reason = order.reason ?? (code < 500 ? 'Try again later' : 'No such mailbox')
  const status = code < 500 ? '4.2.0' : '5.1.1'
  return { reply: `${code} ${status} ${reason}`, close: code === 421 }
}
