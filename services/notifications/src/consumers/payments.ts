import { type Consumer, consume } from '@peercert/chassis/consumers'
import { type EventMap, events } from '@peercert/contracts/payments'
import { parameterOn } from '@peercert/contracts/program'
import type { Deps } from '../deps.ts'
import { payBy } from '../rules/pay-by.ts'
import { receiptFacts } from '../rules/receipt.ts'
import { findExpiration } from '../store/certifications.ts'
import type { Tx } from '../store/database.ts'
import { addNotice, type NewNotice } from '../store/new-notices.ts'

export function paymentsConsumer({ db, clock }: Deps): Consumer {
  const service = (tx: Tx, notice: NewNotice) => addNotice(tx, 'service', notice, clock.now())
  return consume<EventMap, Tx>(db, events, {
    // One receipt for each payment, $0.00 too (PAY-9).
    'payment.completed': async ({ data }, tx) => {
      const { accountId, paymentId, receiptNumber, paidOn, certificationNumber } = data
      await service(tx, {
        accountId,
        kind: 'M-7',
        subjectId: paymentId,
        occurrence: 'once',
        facts: { receiptNumber, paidOn, number: certificationNumber, ...receiptFacts(data) },
      })
    },
    // One for each renewal and day; payments waited fifteen minutes.
    'payment.still-unpaid': async ({ data }, tx) => {
      const { accountId, matterId, totalCents, failedOn } = data
      const expiresOn = await findExpiration(tx, accountId)
      const lateMonths = parameterOn('renewal.late.maxMonths', failedOn)
      const until = expiresOn && payBy(expiresOn, failedOn, lateMonths)
      await service(tx, {
        accountId,
        kind: 'M-10',
        subjectId: matterId,
        occurrence: failedOn,
        facts: { totalCents, failedOn, ...(until && { payBy: until }) },
      })
    },
    'payment.check-delayed': async ({ data }, tx) => {
      const { accountId, paymentId, totalCents } = data
      await service(tx, {
        accountId,
        kind: 'M-11',
        subjectId: paymentId,
        occurrence: 'once',
        facts: { totalCents },
      })
    },
    'voucher.issued': async ({ data }, tx) => {
      const { accountId, voucherId, feeCode, expiresOn } = data
      const fee = { renewal: feeCode === 'RENEWAL', late: feeCode === 'LATE_RENEWAL' }
      await service(tx, {
        accountId,
        kind: 'M-14',
        subjectId: voucherId,
        occurrence: 'once',
        facts: { expiresOn, ...fee },
      })
    },
  })
}
