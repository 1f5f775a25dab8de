import { addDays, civilDate, isCivilDate, startOf } from '@peercert/chassis/civil-date'
import type { components } from '@peercert/contracts/payments'
import { checkPayment } from '../actions/check-payment.ts'
import { recordAnswer } from '../actions/record-answer.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { isLive, type PaymentState } from '../rules/payment.ts'
import { readSearch } from '../rules/search.ts'
import { patient } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as payments from '../store/payments.ts'
import * as receipts from '../store/receipts.ts'
import * as vouchers from '../store/vouchers.ts'
import { staffViewOf } from './payment-view.ts'
import { staffActor } from './staff-actor.ts'

type Line = components['schemas']['HistoryLine']
interface Match {
  accountId: string
  found: 'receipt' | 'voucher' | 'card'
  label?: string
}

export const deskRoutes: Pick<
  Routes,
  'listPayments' | 'searchPayments' | 'listUnknownPayments' | 'askProcessor' | 'listHistory'
> = {
  async listPayments({ params }, deps) {
    const rows = await payments.listOfAccount(deps.db, params.accountId)
    return { status: 200, body: { payments: rows.map((row) => staffViewOf(deps, row)) } }
  },

  async searchPayments({ body, caller }, deps) {
    const matches = await search(deps, body.text, caller.roles.includes('finance'))
    return { status: 200, body: { matches } }
  },

  async listUnknownPayments(_call, deps) {
    const rows = await payments.listUnknown(deps.db)
    return { status: 200, body: { payments: rows.map((row) => staffViewOf(deps, row)) } }
  },

  /** Turns unknown into known; what the processor says is recorded like any other answer of it. */
  async askProcessor({ params, body, caller }, deps) {
    const payment = await payments.find(deps.db, params.paymentId)
    if (!payment) throw refuse('not-found')
    if (payment.state === 'PENDING') {
      const answer = await checkPayment(deps, payment)
      await recordAnswer(deps, payment.id, answer, { personWaits: false })
    }
    const now = await deps.db.payment.findUniqueOrThrow({
      where: { id: payment.id },
      include: { receipt: true },
    })
    await deps.db.$transaction(
      (tx) =>
        history.write(tx, {
          accountId: payment.accountId,
          at: deps.clock.now(),
          code: 'payment.asked',
          filter: 'staff',
          facts: { state: now.state, known: !isLive(now.state as PaymentState) },
          actor: staffActor(caller, ['finance']),
          ruleIds: ['PAY-5'],
          reason: body.reason,
          linkedId: payment.id,
        }),
      patient,
    )
    return { status: 200, body: staffViewOf(deps, now) }
  },

  async listHistory({ params }, { db }) {
    const rows = await history.listOfAccount(db, params.accountId)
    return { status: 200, body: { lines: rows.map(lineOf) } }
  },
}

/** Four digits of a card and a day find people only for finance. */
async function search({ db }: Deps, text: string, isFinance: boolean): Promise<Match[]> {
  const sought = readSearch(text)
  if (!sought) return []
  if (sought.kind === 'receipt') {
    const receipt = await receipts.findByNumber(db, sought.number)
    return receipt
      ? [{ accountId: receipt.accountId, found: 'receipt', label: receipt.number }]
      : []
  }
  if (sought.kind === 'voucher') {
    const voucher = await vouchers.findByNumber(db, sought.number)
    return voucher
      ? [{ accountId: voucher.accountId, found: 'voucher', label: voucher.number }]
      : []
  }
  if (!isFinance || !isCivilDate(sought.on)) return []
  const day = civilDate(sought.on)
  const rows = await payments.findByCard(db, sought.last4, startOf(day), startOf(addDays(day, 1)))
  const accounts = [...new Set(rows.map((row) => row.accountId))]
  return accounts.map((accountId) => ({
    accountId,
    found: 'card',
    label: `${sought.last4}, ${day}`,
  }))
}

function lineOf(row: Awaited<ReturnType<typeof history.listOfAccount>>[number]): Line {
  return {
    id: `payments-${row.id}`,
    at: row.at.toISOString(),
    filter: row.filter as Line['filter'],
    code: row.code,
    facts: row.facts as Line['facts'],
    actor: {
      kind: row.actorKind as Line['actor']['kind'],
      ...(row.actorSubject && { subject: row.actorSubject }),
      ...(row.actorRole && { role: row.actorRole }),
    },
    ruleIds: row.ruleIds,
    ...(row.reason && { reason: row.reason }),
    ...(row.why !== null && { why: row.why as Record<string, unknown> }),
    ...(row.linkedId && { linkedId: row.linkedId }),
  }
}
