import type { Caller } from '@peercert/chassis/caller'
import { refuse } from '../problems.ts'
import { findAccount } from '../store/accounts.ts'
import type { Db } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import type { FeeRequest } from '../store/fee-requests.ts'
import * as payments from '../store/payments.ts'
import type { Payment } from '../store/payments.ts'

/** Somebody else's and nobody's look the same: there is nothing here. */
export async function ownFeeRequest(db: Db, caller: Caller, id: string): Promise<FeeRequest> {
  const accountId = await findAccount(db, caller.subject)
  const request = await feeRequests.find(db, id)
  if (!request || request.accountId !== accountId) throw refuse('not-found')
  return request
}

export async function ownPayment(db: Db, caller: Caller, id: string): Promise<Payment> {
  const accountId = await findAccount(db, caller.subject)
  const payment = await payments.find(db, id)
  if (!payment || payment.accountId !== accountId) throw refuse('not-found')
  return payment
}
