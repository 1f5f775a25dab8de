import type { Deps } from '../deps.ts'
import { lock } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { record } from '../store/history.ts'
import { hasFailed, keepFailed } from '../store/payments.ts'
import { change, find } from '../store/renewals.ts'

interface Move {
  readonly paymentId: string
  readonly matterId: string
  readonly accountId: string
  readonly totalCents: number
  readonly to: 'checking' | 'draft'
}

/**
 * The outcome of a payment is unknown, or it failed: the form waits, or is open again. Only the
 * payment that made it wait can open it.
 */
export async function movePayment(tx: Tx, move: Move, { clock }: Deps): Promise<void> {
  if (move.to === 'draft') await keepFailed(tx, move.paymentId)
  else if (await hasFailed(tx, move.paymentId)) return
  const known = await find(tx, move.matterId)
  if (!known) return
  await lock(tx, known.certificationId)
  const renewal = await find(tx, move.matterId)
  const checking = move.to === 'checking'
  if (!checking && renewal?.checkingPaymentId !== move.paymentId) return
  const moved = await change(tx, move.matterId, [checking ? 'draft' : 'checking'], {
    state: move.to,
    checkingPaymentId: checking ? move.paymentId : null,
    version: { increment: 1 },
  })
  if (!moved) return
  await record(tx, {
    accountId: move.accountId,
    at: clock.now(),
    filter: 'money',
    code: checking ? 'renewal.payment-checking' : 'renewal.payment-failed',
    facts: { totalCents: move.totalCents },
    actor: { kind: 'system' },
    ruleIds: ['PAY-6'],
    linkedId: move.paymentId,
  })
}
