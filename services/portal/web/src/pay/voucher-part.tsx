import { useEffect, useRef } from 'react'
import { cardTotal } from './fee-lines.ts'
import { useSpeech } from '../words/language.ts'
import { PhoneText } from '../frame/phone-text.tsx'
import { Link } from '@tanstack/react-router'
import type { FeeRequest } from './press-pay.ts'
import type { Voucher } from './use-voucher.ts'

interface VoucherPartProps {
  readonly feeRequest: FeeRequest
  readonly voucher: Voucher
}

/** A held voucher is offered first; otherwise a code may be typed. */
export function VoucherPart({ feeRequest, voucher }: VoucherPartProps) {
  const { t, format } = useSpeech()
  const held = feeRequest.heldVouchers
  if (held.length === 0) return <CodeField voucher={voucher} />
  return (
    <>
      <fieldset className="usa-fieldset gap-3">
        <legend className="usa-legend">{t('pay.box.haveVoucher')}</legend>
        {held.map(({ voucherId, number, expiresOn }) => (
          <div className="usa-radio" key={voucherId}>
            <input
              className="usa-radio__input"
              type="radio"
              name="way"
              id={voucherId}
              checked={voucher.way === 'held' && isChosen(voucher, voucherId, held.length)}
              onChange={() => voucher.useHeld(voucherId)}
            />
            <label className="usa-radio__label" htmlFor={voucherId}>
              {t('pay.box.useMine')}
              <span className="usa-radio__label-description">
                {t('pay.box.mine', { number, date: format.date(expiresOn) })}
              </span>
            </label>
          </div>
        ))}
        <div className="usa-radio">
          <input
            className="usa-radio__input"
            type="radio"
            name="way"
            id="other-way"
            checked={voucher.way === 'other'}
            onChange={voucher.payOtherwise}
          />
          <label className="usa-radio__label" htmlFor="other-way">
            {t('pay.box.otherWay')}
          </label>
        </div>
      </fieldset>
      {voucher.way === 'other' && <CodeField voucher={voucher} />}
    </>
  )
}

function isChosen({ choice }: Voucher, voucherId: string, among: number): boolean {
  return among === 1 || choice === null || choice.voucherId === voucherId
}

function CodeField({ voucher }: { voucher: Voucher }) {
  const { t } = useSpeech()
  const { notice, round } = voucher
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (round > 0) field.current?.focus()
  }, [round])
  return (
    <div className={notice ? 'usa-form-group usa-form-group--error' : 'usa-form-group'}>
      <label className="usa-label" htmlFor="voucher">
        {t('pay.box.voucher')}
      </label>
      <p className="usa-hint" id="voucher-hint">
        {t('pay.box.voucherHint')}
      </p>
      {notice && <CodeError voucher={voucher} />}
      <div className="inline">
        <input
          className={notice ? 'usa-input usa-input--error' : 'usa-input'}
          id="voucher"
          ref={field}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={60}
          value={voucher.code}
          onChange={(event) => voucher.write(event.target.value)}
          aria-invalid={notice ? true : undefined}
          aria-describedby={notice ? 'voucher-error voucher-hint' : 'voucher-hint'}
        />
        <button
          type="button"
          className="usa-button usa-button--outline"
          aria-busy={voucher.busy || undefined}
          onClick={voucher.apply}
        >
          {t('pay.box.apply')}
        </button>
      </div>
      <Applied voucher={voucher} />
    </div>
  )
}

function CodeError({ voucher: { notice } }: { voucher: Voucher }) {
  const { t } = useSpeech()
  return (
    <span className="usa-error-message" id="voucher-error" role="alert">
      {notice?.notCharged && `${t('pay.notCharged')} `}
      <PhoneText text={notice?.text ?? ''} />
      {notice?.link && (
        <>
          {' '}
          <Link to={notice.link.to}>{notice.link.text}</Link>
        </>
      )}
    </span>
  )
}

function Applied({ voucher }: { voucher: Voucher }) {
  const { t, format } = useSpeech()
  const number = voucher.lines.find(({ settledBy }) => settledBy === 'voucher')?.voucherNumber
  return (
    <p role="status" className="small gap-1">
      {voucher.choice &&
        t('pay.box.applied', {
          number: number ?? '',
          total: format.money(cardTotal(voucher.lines)),
        })}
    </p>
  )
}
