import { randomUUID } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { Tx } from '../store/database.ts'
import * as feeRequests from '../store/fee-requests.ts'
import type { FeeRequest } from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as voucherTasks from '../store/voucher-tasks.ts'

export interface Lock {
  readonly request: FeeRequest
  /** The civil day on which the code was judged. */
  readonly on: string
  readonly until: Date
}

/** The field locks for one person. On a last day fifteen minutes may be too long: staff call (WVR-15). */
export async function lockVoucher(
  tx: Tx,
  { clock }: Deps,
  { request, on, until }: Lock,
): Promise<void> {
  const { accountId, id: feeRequestId } = request
  const at = clock.now()
  const isLast = feeRequests.lastDaysOf(request).includes(on)
  if (isLast)
    await voucherTasks.open(tx, { id: randomUUID(), accountId, feeRequestId, day: on, since: at })
  await history.write(tx, {
    accountId,
    at,
    code: 'voucher.locked',
    facts: { until: until.toISOString(), ...(isLast && { lastDay: on }) },
    actor: history.system,
    ruleIds: ['WVR-15'],
  })
}
