import { prepareCheckOut } from '../actions/check-out.ts'
import { refuseRenewal } from '../actions/refuse-renewal.ts'
import type { Routes } from '../deps.ts'
import { lockHolderOf } from './renewal.ts'

export const checkoutRoutes: Pick<Routes, 'checkOut'> = {
  async checkOut(call, deps) {
    const ready = await deps.db.$transaction(async (tx) => {
      const holder = await lockHolderOf(tx, call, deps, 'no-draft')
      return prepareCheckOut(tx, holder, call.body.stillTrue === true)
    })
    // Outside the transaction: the request may be repeated, and no lock waits for another service.
    if (ready.input && !(await deps.payments.putFeeRequest(ready.feeRequestId, ready.input)))
      throw refuseRenewal({ refused: 'ALREADY_RENEWED' })
    return { status: 200, body: { feeRequestId: ready.feeRequestId } }
  },
}
