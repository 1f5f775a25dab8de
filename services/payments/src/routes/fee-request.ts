import { dateOf } from '@peercert/chassis/civil-date'
import { readVoucher, noteRefusal, refusalOf } from '../actions/read-voucher.ts'
import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { openCodes } from '../rules/price.ts'
import { judgeVoucher } from '../rules/voucher.ts'
import { patient } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import * as payments from '../store/payments.ts'
import { ownFeeRequest } from './caller-account.ts'
import { boxOf } from './fee-request-view.ts'

export const feeRequestRoutes: Pick<Routes, 'putFeeRequest' | 'getFeeRequest' | 'quote'> = {
  async putFeeRequest({ params, body }, deps) {
    const { accountId, matter, fees, lastDays = [] } = body
    const request = await deps.db.$transaction(async (tx) => {
      const existing = await feeRequests.find(tx, params.feeRequestId)
      const before = existing && (await feeRequests.lock(tx, params.feeRequestId))
      if (before?.settledAt) throw refuse('fee-request-settled')
      return feeRequests.put(tx, {
        id: params.feeRequestId,
        accountId,
        matterKind: matter.kind,
        matterId: matter.id,
        certificationNumber: matter.certificationNumber,
        fees: fees.map(({ feeCode, dueFrom, waiver }) => ({
          feeCode,
          dueFrom,
          ...(waiver && { waiverId: waiver.waiverId }),
        })),
        lastDays,
        putAt: deps.clock.now(),
      })
    }, patient)
    deps.signals.emit('account', accountId)
    return { status: 200, body: await boxOf(deps, request) }
  },

  async getFeeRequest({ params, caller }, deps) {
    const request = await ownFeeRequest(deps.db, caller, params.feeRequestId)
    return { status: 200, body: await boxOf(deps, request) }
  },

  /** Apply is a convenience: nothing is held, and Pay judges the voucher again. */
  async quote({ params, body, caller }, deps) {
    const request = await ownFeeRequest(deps.db, caller, params.feeRequestId)
    if (request.settledAt) throw refuse('fee-request-settled')
    const { accountId } = request
    const at = deps.clock.now()
    const voucher = await readVoucher(deps, request, body.voucher, at)
    const live = await payments.findLive(deps.db, request.id)
    const codes = openCodes(feeRequests.feesOf(request), at)
    const use = { accountId, openCodes: codes, on: dateOf(at), ...(live && { paymentId: live.id }) }
    const refused = judgeVoucher(voucher, use)
    if (!refused) return { status: 200, body: await boxOf(deps, request, voucher) }
    await deps.db.$transaction(
      (tx) => noteRefusal(tx, deps, { accountId, refused, voucher }),
      patient,
    )
    throw await refusalOf(deps, voucher, refused)
  },
}
