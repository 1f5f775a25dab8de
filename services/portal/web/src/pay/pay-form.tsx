import { useEffect, useRef, type FormEvent } from 'react'
import { dayOf } from '../format.ts'
import { Alert } from '../pieces/alert.tsx'
import { MoneyTable } from '../pieces/money-table.tsx'
import { Checking } from '../renewal/no-renewal.tsx'
import { useSpeech, type Speech } from '../words/language.ts'
import { CardPart } from './card-part.tsx'
import { cardTotal, feeLines } from './fee-lines.ts'
import { NoticeLine } from './notice-line.tsx'
import { failureNotice } from './pay-words.ts'
import type { FeeRequest, Payment } from './press-pay.ts'
import { usePaying, type Paying, type Phase } from './use-paying.ts'
import { useVoucher } from './use-voucher.ts'
import { VoucherPart } from './voucher-part.tsx'

interface PayFormProps {
  readonly feeRequest: FeeRequest
  readonly close: () => void
  readonly expiresOn: string
  readonly paid: (payment: Payment) => Promise<void>
}

/** Lines, voucher, card, total, Pay: in this order, and the total stands directly above Pay. */
export function PayForm({ feeRequest, close, expiresOn, paid }: PayFormProps) {
  const speech = useSpeech()
  const voucher = useVoucher(feeRequest)
  const paying = usePaying({ feeRequest, voucher, expiresOn, paid })
  useSettledElsewhere(feeRequest, paying.phase, paid)
  const total = cardTotal(voucher.lines)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    paying.press()
  }
  const unsure = paying.phase === 'unsure'
  if (feeRequest.state === 'settled' || (feeRequest.state === 'checking' && !unsure))
    return (
      <>
        <MoneyTable lines={feeLines(feeRequest.lines, speech, 'boxLine')} />
        <div className="gap-3">{feeRequest.state === 'checking' && <Checking />}</div>
      </>
    )
  return (
    <>
      {unsure && <Checking />}
      <form noValidate onSubmit={submit} hidden={unsure}>
        <NoticeLine notice={noticeOf(feeRequest, paying, speech)} />
        <MoneyTable lines={feeLines(voucher.lines, speech, 'boxLine')} />
        <div hidden={isLedAway(paying)}>
          {feeRequest.state === 'needs-bank' && feeRequest.payment && paying.phase !== 'paying' ? (
            <BankWaits paying={paying} payment={feeRequest.payment} />
          ) : (
            <VoucherPart feeRequest={feeRequest} voucher={voucher} />
          )}
          <div hidden={total === 0}>
            <CardPart paying={paying} close={close} />
          </div>
        </div>
        {mayPress(feeRequest, paying) && <End paying={paying} total={total} />}
      </form>
    </>
  )
}

function noticeOf(feeRequest: FeeRequest, { phase, notice }: Paying, speech: Speech) {
  return phase === 'ready' ? (notice ?? lastFailure(feeRequest, speech)) : null
}

/** Another step comes first: what stands below would only be refused again. */
function isLedAway({ notice }: Paying): boolean {
  return notice?.link !== undefined
}

function mayPress({ state }: FeeRequest, paying: Paying): boolean {
  return state === 'open' && !isLedAway(paying)
}

/** A try that failed after the person left is told when they come back. */
function lastFailure({ payment, state, at }: FeeRequest, speech: Speech) {
  const today = payment && dayOf(payment.stampedAt) === dayOf(at)
  return state === 'open' && today && payment.state === 'failed' && payment.failure
    ? failureNotice(payment, speech)
    : null
}

/** Paid in another window, or the answer came at last. */
function useSettledElsewhere(
  { state, payment }: FeeRequest,
  phase: Phase,
  paid: (payment: Payment) => Promise<void>,
): void {
  const told = useRef(false)
  useEffect(() => {
    if (state !== 'settled' || !payment || phase !== 'ready' || told.current) return
    told.current = true
    void paid(payment)
  }, [state, payment, phase, paid])
}

function BankWaits({ paying, payment }: { paying: Paying; payment: Payment }) {
  const { t } = useSpeech()
  return (
    <div className="gap-3">
      <Alert role="status">{t('pay.bank.text')}</Alert>
      {paying.phase === 'ready' && (
        <button type="button" className="usa-button" onClick={() => paying.goToBank(payment)}>
          {t('pay.bank.go')}
        </button>
      )}
    </div>
  )
}

function End({ paying, total }: { paying: Paying; total: number }) {
  const { t, format } = useSpeech()
  return (
    <div className="pay__end">
      {total === 0 && <p className="gap-after">{t('pay.box.nothing')}</p>}
      <p className="line" id="pay-total">
        <span>{t('pay.total')}</span> <span>{format.money(total)}</span>
      </p>
      <button
        className="usa-button"
        aria-describedby="pay-total pay-note"
        aria-disabled={paying.phase !== 'ready' || undefined}
      >
        {t('labels.pay')}
      </button>
      <p role="status" className="small">
        {paying.phase === 'paying' && t('pay.box.paying')}
        {paying.phase === 'bank' && t('pay.bank.text')}
      </p>
      <p className="small" id="pay-note">
        {t('pay.box.note')}
      </p>
    </div>
  )
}
