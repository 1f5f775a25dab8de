import { join } from 'node:path'
import { openJournal, type Journal } from '../journal.ts'
import { openOrders, type Order, type OrderBook } from '../orders.ts'
import { openRecords, type Records } from '../records.ts'
import type { Charge, Intent, Refund, Token } from './objects.ts'

export interface Answer {
  status: number
  body: object
}

/** The first answer under an idempotency key, or the promise of one. */
export interface Remembered {
  key: string
  request: string
  path: string
  at: number
  requestId: string
  answer: Answer | null
  /** A payment that is held: its answer comes when it is released, even after a restart. */
  intent: string | null
}

export interface WebhookEvent {
  id: string
  object: 'event'
  api_version: string
  created: number
  data: { object: object }
  livemode: false
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  type: string
}

export interface CardOrder extends Order {
  on: 'answer' | 'webhook'
  do: string
  match?: {
    metadata?: Record<string, string>
    last4?: string
    amount?: number
    id?: string
    event?: string
    operation?: string
  }
  ms?: number
  code?: string
}

export interface State {
  tokens: Records<Token>
  intents: Records<Intent>
  charges: Records<Charge>
  refunds: Records<Refund>
  answers: Records<Remembered>
  undelivered: Records<WebhookEvent>
  orders: OrderBook<CardOrder>
  journal: Journal
  close(): void
}

export function openState(folder: string | null): State {
  const file = (name: string) => (folder ? join(folder, `card-${name}.jsonl`) : null)
  const tokens = openRecords<Token>(file('tokens'))
  const intents = openRecords<Intent>(file('intents'))
  const charges = openRecords<Charge>(file('charges'))
  const refunds = openRecords<Refund>(file('refunds'))
  const answers = openRecords<Remembered>(file('answers'))
  const undelivered = openRecords<WebhookEvent>(file('undelivered'))
  const orders = openRecords<CardOrder>(file('orders'))
  return {
    tokens,
    intents,
    charges,
    refunds,
    answers,
    undelivered,
    orders: openOrders(orders),
    journal: openJournal(file('journal')),
    close() {
      for (const records of [tokens, intents, charges, refunds, answers, undelivered, orders])
        records.close()
    },
  }
}
