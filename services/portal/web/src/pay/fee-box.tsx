import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { components } from '@peercert/contracts/applications'
import { applications } from '../api/clients.ts'
import { answer, Refused, refusedAs } from '../api/problem.ts'
import { dashboardQuery, queryClient } from '../api/queries.ts'
import { useSession, useToday } from '../frame/session.ts'
import { useAction } from '../pieces/action.ts'
import { Alert } from '../pieces/alert.tsx'
import { Checkbox } from '../pieces/checkbox.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { MoneyTable, type MoneyLine } from '../pieces/money-table.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { standingWords } from '../standing/standing-words.ts'
import { useSpeech } from '../words/language.ts'
import { cardTotal, feeLines } from './fee-lines.ts'
import { LastDay } from './last-day.tsx'
import type { FeeRequest } from './press-pay.ts'

interface FeeBoxProps {
  readonly renewal: components['schemas']['Renewal']
  readonly information: NonNullable<components['schemas']['MyRenewal']['information']>
  readonly feeRequest: FeeRequest | null
  readonly show: (feeRequestId: string) => void
}

/** The fee and the first Pay, which charges nothing yet. */
export function FeeBox({ renewal, information, feeRequest, show }: FeeBoxProps) {
  const { t, format } = useSpeech()
  const { lines, total } = useFee(information, feeRequest)
  const [stillTrue, setStillTrue] = useState(false)
  const [unchecked, setUnchecked] = useState(false)
  const pressed = useFirstPay({
    stillTrue: renewal.askStillTrue ? stillTrue : undefined,
    show,
    missing: () => {
      setUnchecked(true)
      document.getElementById('still-true')?.focus()
    },
  })
  const until = { date: format.date(renewal.newExpiresOn) }
  return (
    <section className="fee" aria-labelledby="fee">
      <h2 id="fee">
        {t('labels.renewalFeeBox')}{' '}
        {renewal.late && <span className="tag">{t('labels.lateRenewal')}</span>}
      </h2>
      <MoneyTable lines={lines} total={{ label: t('pay.total'), cents: total, id: 'total' }} />
      <p className="after">{renewal.late ? t('pay.afterLate', until) : t('pay.after', until)}</p>
      <LastDay information={information} />
      {renewal.askStillTrue && renewal.signed && (
        <StillTrue
          signedOn={renewal.signed.on}
          checked={stillTrue}
          failed={unchecked && !stillTrue}
          onChange={setStillTrue}
        />
      )}
      <PressProblem error={pressed.error} />
      <button
        type="button"
        className="usa-button"
        aria-describedby="total pay-hint"
        aria-busy={pressed.busy || undefined}
        onClick={pressed.press}
      >
        {t('labels.pay')}
      </button>
      <p className="hint" id="pay-hint">
        {t('pay.hint')}
      </p>
      <WaitingLine busy={pressed.busy} />
    </section>
  )
}

/** As payments says it once asked; before that, as the renewal's information says it. */
function useFee(information: FeeBoxProps['information'], feeRequest: FeeRequest | null) {
  const speech = useSpeech()
  if (feeRequest)
    return {
      lines: feeLines(feeRequest.lines, speech, 'line'),
      total: cardTotal(feeRequest.lines),
    }
  const { line } = speech.words.pay
  const lines: MoneyLine[] = [{ key: 'RENEWAL', label: line.RENEWAL, cents: information.feeCents }]
  if (information.late && information.totalCents > information.feeCents)
    lines.push({ key: 'LATE', label: line.LATE_RENEWAL, cents: information.lateFeeCents })
  return { lines, total: information.totalCents }
}

interface StillTrueProps {
  readonly signedOn: string
  readonly checked: boolean
  readonly failed: boolean
  readonly onChange: (checked: boolean) => void
}

/** Signed on an earlier day: one box confirms. */
function StillTrue({ signedOn, checked, failed, onChange }: StillTrueProps) {
  const { t, format } = useSpeech()
  const today = useToday()
  return (
    <ul className="checks plain still-true">
      <li className={failed ? 'is-error' : undefined}>
        <Checkbox
          id="still-true"
          label={t('pay.stillTrue', {
            signed: format.monthDay(signedOn),
            today: format.monthDay(today),
          })}
          checked={checked}
          onChange={onChange}
          error={failed ? t('pay.stillTrueError') : null}
        />
      </li>
    </ul>
  )
}

interface FirstPay {
  readonly stillTrue: boolean | undefined
  readonly show: (feeRequestId: string) => void
  readonly missing: () => void
}

/** Where a form that is not whole goes on. */
const goOn: Record<string, string> = {
  'attestation-incomplete': '/renewal/information',
  'ethics-not-signed': '/renewal/ethics',
  'sign-again': '/renewal/ethics',
  'in-review': '/renewal/late',
  'already-renewed': '/dashboard',
}

function useFirstPay({ stillTrue, show, missing }: FirstPay) {
  const navigate = useNavigate()
  return useAction(async () => {
    if (stillTrue === false) return missing()
    const body = stillTrue === undefined ? {} : { stillTrue }
    try {
      const { feeRequestId } = await answer(applications.POST('/me/renewal/checkout', { body }))
      show(feeRequestId)
    } catch (error) {
      if (refusedAs(error, 'still-true-needed')) {
        await queryClient.invalidateQueries()
        return missing()
      }
      const next = error instanceof Refused ? goOn[error.type] : undefined
      await queryClient.invalidateQueries()
      if (!next) throw error
      await navigate({ to: next })
    }
  })
}

/** Suspended or too late meanwhile: the sentence of the state, and the form is kept. */
function PressProblem({ error }: { error: unknown }) {
  const speech = useSpeech()
  const { program } = useSession()
  const { data } = useSuspenseQuery(dashboardQuery)
  if (refusedAs(error, 'not-in-good-standing'))
    return (
      <Alert tone="error" role="alert" lead={speech.t('pay.notCharged')}>
        {speech.t('pay.suspended')}
      </Alert>
    )
  if (refusedAs(error, 'too-late', 'window-not-open', 'no-draft') && data.certification)
    return (
      <Alert tone="error" role="alert" lead={speech.t('pay.notCharged')}>
        {standingWords(data.certification.standing, speech, program.phone).sentence}
      </Alert>
    )
  return <FailureAlert error={error} />
}
