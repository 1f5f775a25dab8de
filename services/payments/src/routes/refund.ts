import { randomUUID } from 'node:crypto'
import { once } from '@peercert/chassis/idempotency'
import type { components } from '@peercert/contracts/payments'
import { returnMoney } from '../actions/return-money.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import type { PaymentState } from '../rules/payment.ts'
import { judgeDecision, mayRefund } from '../rules/refund.ts'
import { patient, type Tx } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'
import * as refunds from '../store/refunds.ts'
import type { Refund } from '../store/refunds.ts'
import { staffActor } from './staff-actor.ts'

type View = components['schemas']['Refund']

export const refundRoutes: Pick<Routes, 'proposeRefund' | 'listRefunds' | 'decideRefund'> = {
  proposeRefund: (call, deps) =>
    deps.db.$transaction(
      (tx) =>
        once(tx, call, async () => {
          const { params, body, caller } = call
          const payment = await lockPayment(tx, deps, params.paymentId)
          if (!mayRefund(await refundable(tx, payment), body.amountCents))
            throw refuse('refund-not-possible')
          const refund = await refunds.create(tx, {
            ...body,
            id: randomUUID(),
            paymentId: payment.id,
            accountId: payment.accountId,
            proposedBy: caller.subject,
            proposedAt: deps.clock.now(),
          })
          await note(tx, deps, refund, {
            code: 'refund.proposed',
            actor: staffActor(caller, ['finance']),
            reason: body.reason,
          })
          return { status: 201 as const, body: viewOf(refund) }
        }),
      patient,
    ),

  async listRefunds(_call, { db }) {
    return { status: 200, body: { refunds: (await refunds.listOpen(db)).map(viewOf) } }
  },

  async decideRefund({ params, body, caller }, deps) {
    const decided = await deps.db.$transaction(async (tx) => {
      const refund = await lockRefund(tx, deps, params.refundId)
      const refused = judgeDecision(refund, caller.subject)
      if (refused) throw refuse(refused)
      if (body.approve && !deps.cardsWork()) throw refuse('payments-down', { retryAfter: 30 })
      await note(tx, deps, refund, {
        code: body.approve ? 'refund.approved' : 'refund.declined',
        actor: staffActor(caller, ['finance']),
        reason: body.reason,
      })
      return refunds.change(tx, refund.id, {
        decidedBy: caller.subject,
        decidedAt: deps.clock.now(),
        ...(body.approve
          ? { state: 'approved', nextCheckAt: leaseEnd(deps) }
          : { state: 'declined', nextCheckAt: null }),
      })
    }, patient)
    const now = decided.state === 'approved' ? await returnMoney(deps, decided) : decided
    if (now.state === 'failed') throw refuse('refund-not-possible')
    return { status: 200, body: viewOf(now) }
  },
}

const leaseEnd = (deps: Deps) => new Date(deps.clock.machine().getTime() + deps.settings.leaseMs)

async function lockPayment(tx: Tx, { db }: Deps, id: string): Promise<Payment> {
  const found = await payments.find(db, id)
  if (!found) throw refuse('not-found')
  await feeRequests.lock(tx, found.feeRequestId)
  return payments.lock(tx, id)
}

async function lockRefund(tx: Tx, deps: Deps, id: string): Promise<Refund> {
  const found = await refunds.find(tx, id)
  if (!found) throw refuse('not-found')
  await lockPayment(tx, deps, found.paymentId)
  return refunds.lock(tx, id)
}

async function refundable(tx: Tx, payment: Payment) {
  const state = payment.state as PaymentState
  return { ...payment, state, openProposals: await refunds.countOpen(tx, payment.id) }
}

interface Note {
  readonly code: string
  readonly actor: history.Actor
  readonly reason: string
}

function note(tx: Tx, deps: Deps, refund: Refund, { code, actor, reason }: Note): Promise<void> {
  return history.write(tx, {
    accountId: refund.accountId,
    at: deps.clock.now(),
    code,
    facts: { amountCents: refund.amountCents, mistake: refund.mistake },
    actor,
    ruleIds: ['PAY-7', 'FEE-14'],
    reason,
    linkedId: refund.paymentId,
  })
}

/** Approved and on its way to the processor still reads "proposed", with who decided. */
function viewOf(refund: Refund): View {
  return {
    refundId: refund.id,
    paymentId: refund.paymentId,
    accountId: refund.accountId,
    amountCents: refund.amountCents,
    mistake: refund.mistake,
    reason: refund.reason,
    proposedBy: refund.proposedBy,
    proposedAt: refund.proposedAt.toISOString(),
    state: shown[refund.state] ?? 'proposed',
    ...(refund.decidedBy && { decidedBy: refund.decidedBy }),
  }
}

const shown: Readonly<Record<string, View['state']>> = {
  refunded: 'refunded',
  declined: 'declined',
  failed: 'declined',
}
