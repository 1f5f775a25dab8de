import type { EventMap } from '@peercert/contracts/payments'
import type { Deps } from '../deps.ts'
import { numbersOn } from '../program.ts'
import { dayOf } from '../rules/calendar.ts'
import { decidePaid, type PaidDecision } from '../rules/renewal.ts'
import { heldBy } from '../rules/status.ts'
import { type Held, lock } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { record } from '../store/history.ts'
import { insertPayment } from '../store/payments.ts'
import { find, type RenewalRecord } from '../store/renewals.ts'
import { listSanctions } from '../store/sanctions.ts'
import { renewOnTime } from './renew-on-time.ts'
import { submitLate } from './submit-late.ts'

type Paid = EventMap['payment.completed']

/**
 * Every fee is settled: an on-time renewal is done at once (REN-10), a late one goes to the staff
 * (REN-20). The instant of the second Pay decides, never the arrival of this word (REN-13, PAY-6).
 */
export async function completePayment(tx: Tx, paid: Paid, deps: Deps): Promise<void> {
  const known = await find(tx, paid.matterId)
  const held = known && (await lock(tx, known.certificationId))
  // Read again under the lock: another payment may have come first.
  const renewal = held && (await find(tx, paid.matterId))
  const stampedAt = new Date(paid.stampedAt)
  const decision: PaidDecision = renewal
    ? await decide(tx, held, renewal, stampedAt)
    : { does: 'nothing', because: 'PAYMENT_INCOMPLETE' }

  const unusedBecause = decision.does === 'nothing' ? decision.because : null
  const fresh = await insertPayment(tx, { ...paid, stampedAt, unusedBecause })
  if (!fresh) return
  if (!renewal || decision.does === 'nothing') return keepUnused(tx, paid, unusedBecause, deps)
  const facts = { paid, stampedAt, stampedOn: dayOf(stampedAt) }
  if (decision.does === 'renew')
    return renewOnTime(tx, { held, renewal, expiresOn: decision.expiresOn, ...facts }, deps)
  await submitLate(
    tx,
    {
      held,
      renewal,
      sentAt: stampedAt,
      decideBy: decision.decideBy,
      paymentId: paid.paymentId,
      totalCents: paid.totalCents,
      again: false,
    },
    deps,
  )
}

async function decide(tx: Tx, held: Held, renewal: RenewalRecord, at: Date) {
  const day = dayOf(at)
  const sanctions = await listSanctions(tx, [held.id])
  return decidePaid(
    {
      state: renewal.state,
      sameTerm: renewal.term === held.term,
      signed: renewal.signature !== null,
      hold: heldBy({ sanctions, surrendered: held.surrendered }, at),
      expiresOn: held.expiresOn,
    },
    day,
    numbersOn(day),
  )
}

/** Money is never lost: it stands in the history and in front of the staff, who may give it back (PAY-7). */
async function keepUnused(tx: Tx, paid: Paid, because: string | null, { clock }: Deps) {
  await record(tx, {
    accountId: paid.accountId,
    at: clock.now(),
    filter: 'money',
    code: 'payment.not-used',
    facts: { because, totalCents: paid.totalCents, receiptNumber: paid.receiptNumber },
    actor: { kind: 'system' },
    ruleIds: ['PAY-4', 'PAY-7', 'REN-19'],
    linkedId: paid.paymentId,
  })
}
