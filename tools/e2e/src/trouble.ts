import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { accountOf, callerOf } from './desk.ts'
import { order } from './holder.ts'
import type { System } from './system.ts'

export const cards = {
  good: '4242424242424242',
  declined: '4000000000000002',
  poor: '4000000000009995',
  wrongCode: '4000000000000127',
  asks: '4000000000003220',
  silent: '4000000000007775',
} as const
export type Card = keyof typeof cards

/** What the frames of the pay box do with a card: it becomes a token, and only that reaches us. */
export async function cardToken(system: System, card: Card): Promise<string> {
  const typed = { number: cards[card], exp_month: '12', exp_year: '2034', cvc: '123', zip: '95814' }
  const body = new URLSearchParams(
    Object.entries(typed).map(([name, value]) => [`card[${name}]`, value]),
  )
  const answer = await fetch(`${system.card}/v1/confirmation_tokens`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer pk_test_local',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body,
  })
  const { id } = (await answer.json()) as { id?: string }
  if (!id) throw new Error(`no token: ${answer.status}`)
  return id
}

interface Entry {
  readonly seq: number
  readonly what: string
  readonly type?: string
  readonly intent?: string
  readonly operation?: string
}

export interface Watch {
  /** Payments that went through. */
  charges(): Promise<string[]>
  /** How often anything was to be paid. */
  asked(): Promise<number>
  /** How often we were told of a payment. */
  told(): Promise<number>
}

/** The card processor's own journal, from now on. */
export async function watchCharges(system: System): Promise<Watch> {
  const read = async (since: number) =>
    (await (await fetch(`${system.card}/journal?since=${since}`)).json()) as Entry[]
  const start = (await read(0)).at(-1)?.seq ?? 0
  return {
    async charges() {
      const paid = (await read(start)).filter(
        ({ what, type }) => what === 'event' && type === 'payment_intent.succeeded',
      )
      return paid.map(({ intent }) => intent ?? '')
    },
    asked: async () => (await read(start)).filter(({ operation }) => operation === 'pay').length,
    told: async () => (await read(start)).filter(({ what }) => what === 'webhook').length,
  }
}

export const cardOrder = (system: System, wish: object) => order(system.card, wish)

/** The next payment of this fee is taken, and nothing is said about it until it is released. */
export const holdAnswer = (system: System, feeRequestId: string) =>
  cardOrder(system, { do: 'hold', match: { metadata: { feeRequestId } }, ms: 50, times: 1 })

/** Lets everything go that the card processor holds. */
export function release(system: System, wish: object = {}): Promise<unknown> {
  return cardOrder(system, { do: 'release', outcome: 'succeed', ...wish })
}

interface Given {
  readonly code: string
  readonly number: string
}

/** Finance hands out a voucher; its code is read where the person reads it, in the mail. */
export async function giveVoucher(
  system: System,
  to: System['people'][number],
  more: object = {},
): Promise<Given> {
  const accountId = await accountOf(system, to.certificate ?? '')
  const before = await vouchersFor(system, to.email)
  const { number } = await callerOf(system, 'finance').get<{ number: string }>(
    'payments',
    `POST /staff/accounts/${accountId}/vouchers`,
    {
      key: randomUUID(),
      body: {
        program: 'RENEWAL-2026',
        feeCode: 'RENEWAL',
        reason: 'works in a county clinic',
        ...more,
      },
    },
  )
  await expect
    .poll(() => vouchersFor(system, to.email), { timeout: 20_000 })
    .toHaveLength(before.length + 1)
  const code = (await vouchersFor(system, to.email)).find((one) => !before.includes(one)) ?? ''
  return { code, number }
}

async function vouchersFor(system: System, address: string): Promise<string[]> {
  const mails = await system.mailTo(address)
  return mails.flatMap(({ text }) => /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/.exec(text)?.[0] ?? [])
}
