import { useState } from 'react'
import type { components } from '@peercert/contracts/payments'
import { useSession } from '../../frame/session.ts'
import { formats } from '../../format.ts'
import type { Opened } from '../pieces/documents.tsx'
import { AskProcessorDialog, stateWords } from './ask-processor-dialog.tsx'
import { RefundDialog } from './refund-dialog.tsx'
import { None } from './panel.tsx'

type Payment = components['schemas']['StaffPayment']

interface PaymentRowsProps {
  readonly payments: readonly Payment[]
  readonly open: (opened: Opened) => void
}

/** State, amount, card, when Pay was received (PAY-6) and when the processor answered, receipt. */
export function PaymentRows({ payments, open }: PaymentRowsProps) {
  const { roles } = useSession()
  const [doing, setDoing] = useState<{ what: 'ask' | 'refund'; payment: Payment } | null>(null)
  const stop = () => setDoing(null)
  const finance = roles.includes('finance')
  if (payments.length === 0) return <None />
  return (
    <>
      <ul className="plain payments">
        {payments.map((payment) => (
          <li key={payment.paymentId}>
            <PaymentFacts payment={payment} open={open} />
            {finance && (
              <span className="row-actions">
                {payment.state === 'PENDING' && (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => setDoing({ what: 'ask', payment })}
                  >
                    Ask the processor now
                  </button>
                )}
                {payment.state === 'CAPTURED' && (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => setDoing({ what: 'refund', payment })}
                  >
                    Refund our mistake
                  </button>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      {doing?.what === 'ask' && (
        <AskProcessorDialog paymentId={doing.payment.paymentId} close={stop} />
      )}
      {doing?.what === 'refund' && <RefundDialog payment={doing.payment} close={stop} />}
    </>
  )
}

function PaymentFacts({ payment, open }: { payment: Payment; open: (opened: Opened) => void }) {
  const { card, receiptId, receiptNumber, processorAt, stampedAt, failureCode } = payment
  const how = card ? `, card ending ${card.last4}` : ''
  const format = formats.en
  return (
    <>
      <span className="payments__line">
        <span>
          {format.money(payment.totalCents)}
          {how}
        </span>
        <span className="quiet">{stateWords(payment.state)}</span>
      </span>
      <span className="quiet">
        Pay received {format.monthDayTime(stampedAt)}
        {processorAt && `; processor ${format.monthDayTime(processorAt)}`}
        {failureCode && `; ${failureCode.replaceAll('-', ' ')}`}
      </span>
      {receiptId && (
        <button
          type="button"
          className="link-button"
          onClick={() => open({ what: 'receipt', id: receiptId })}
        >
          Receipt {receiptNumber}
        </button>
      )}
    </>
  )
}
