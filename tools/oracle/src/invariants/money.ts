import { found, type Invariant } from '../finding.ts'
import type { World } from '../world.ts'

/** I-5 */
export const money: Invariant = {
  id: 'I-5',
  title:
    'captured minus refunded is what the receipts say and what the processor holds, to the cent',
  async check(world) {
    const payments = await world.databases.rows<Payment>('payments', paymentsSql)
    const theirs = await heldByProcessor(world)
    const wrong = payments.filter(
      (one) => (theirs.get(one.intent) ?? 0) !== one.captured - one.returned,
    )
    const receipts = await world.databases.keys(
      'payments',
      `select r.id from receipt r join payment p on p.id = r.payment_id
       where r.total_cents <> p.total_cents
          or r.total_cents <> (select coalesce(sum((line ->> 'amountCents')::int), 0)
               from json_array_elements(r.lines::json) as line where line ->> 'settledBy' = 'card')`,
    )
    const refunds = await world.databases.keys(
      'payments',
      `select p.id from payment p where p.returned_cents <> (select coalesce(sum(amount_cents), 0)
         from refund where payment_id = p.id and state = 'refunded') and not p.stray
         and p.state not in ('REVERSED')`,
    )
    return {
      looked: payments.length,
      findings: [
        ...found(
          'unreconciled',
          'payment of which the processor holds another amount',
          wrong.map(({ id }) => id),
        ),
        ...found('unreconciled', 'receipt that does not add up', receipts),
        ...found('unreconciled', 'payment whose refunds do not add up', refunds),
      ],
    }
  },
}

interface Payment {
  readonly id: string
  readonly intent: string
  readonly captured: number
  readonly returned: number
}

const paymentsSql = `select id, intent_id as intent, returned_cents as returned,
    case when state in ('CAPTURED', 'ERROR_REFUNDED') then total_cents else 0 end as captured
  from payment where intent_id is not null
    and state in ('CAPTURED', 'ERROR_REFUNDED', 'FAILED', 'CANCELLED')`

async function heldByProcessor({ journals }: World): Promise<Map<string, number>> {
  const held = new Map<string, number>()
  for (const { intentId, status, amountCents } of await journals.charges())
    if (status === 'succeeded') held.set(intentId, amountCents)
  for (const { intentId, amountCents } of await journals.refunds())
    held.set(intentId, (held.get(intentId) ?? 0) - amountCents)
  return held
}
