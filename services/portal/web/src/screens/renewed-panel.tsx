import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { components as Applications } from '@peercert/contracts/applications'
import type { components as Portal } from '@peercert/contracts/portal'
import { receiptsQuery } from '../api/queries.ts'
import { useLeave } from '../frame/leave.ts'
import { useSession } from '../frame/session.ts'
import { AddToCalendar } from '../pieces/calendar-entry.tsx'
import { CopyLink } from '../pieces/copy-link.tsx'
import { Icon } from '../pieces/icon.tsx'
import { useSpeech } from '../words/language.ts'

type Certification = Applications['schemas']['Certification']

interface RenewedPanelProps {
  readonly dashboard: Portal['schemas']['Dashboard']
  readonly certification: Certification
}

/** S10: done, in one place, with the proof and what comes next. It takes the focus. */
export function RenewedPanel({ dashboard, certification }: RenewedPanelProps) {
  const { t, format } = useSpeech()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return (
    <section className="panel" aria-labelledby="done">
      <h2 id="done" tabIndex={-1} ref={heading}>
        <Icon name="check" />
        {t('dashboard.renewed.title')}
      </h2>
      <p className="lead">
        {t('labels.validThrough', { date: format.date(certification.expiresOn) })}.{' '}
        <Confirmation dashboard={dashboard} />
      </p>
      <PaidLine renewedOn={certification.standing.facts.renewedOn} />
      <div className="actions">
        <Link className="usa-button" to="/certificate">
          {t('certificate.view')}
        </Link>
        <CopyLink url={certification.verificationUrl} className="usa-button usa-button--outline" />
      </div>
      <NextSteps certification={certification} />
    </section>
  )
}

/** Where the confirmation went; a bad address is said here, not discovered later. */
function Confirmation({ dashboard }: Pick<RenewedPanelProps, 'dashboard'>) {
  const { t } = useSpeech()
  const email = useSession().email ?? ''
  const confirmation = dashboard.messages.find(({ kind }) => kind === 'M-6')
  const lost = ['bounced', 'undeliverable', 'failed'].includes(confirmation?.outcome ?? '')
  if (!lost && dashboard.mailState === 'ok') return <>{t('dashboard.renewed.sent', { email })}</>
  return (
    <>
      {t('dashboard.renewed.undelivered', { email })}{' '}
      <Link to="/messages">{t('dashboard.messages')}</Link>.
    </>
  )
}

function PaidLine({ renewedOn }: { renewedOn: string | undefined }) {
  const { t, format } = useSpeech()
  const { data } = useQuery(receiptsQuery)
  const receipt = data?.find(({ paidOn }) => paidOn === renewedOn) ?? data?.[0]
  if (!receipt) return null
  return (
    <p className="small quiet gap-1">
      {t('dashboard.renewed.receipt')}{' '}
      <Link to="/receipts/$id" params={{ id: receipt.receiptId }} className="nowrap">
        {receipt.number}
      </Link>
      : {format.money(receipt.totalCents)}
    </p>
  )
}

function NextSteps({ certification }: { certification: Certification }) {
  const { t, format } = useSpeech()
  const { program } = useSession()
  const leave = useLeave()
  const { keepRecordsUntil, nextWindowOpensOn } = certification.standing.facts
  return (
    <ul className="panel__more">
      {keepRecordsUntil && (
        <li>{t('dashboard.renewed.keep', { date: format.date(keepRecordsUntil) })}</li>
      )}
      {nextWindowOpensOn && (
        <li>
          {t('dashboard.renewed.next', { date: format.date(nextWindowOpensOn) })}{' '}
          <AddToCalendar day={nextWindowOpensOn} site={program.site} />
        </li>
      )}
      <li>
        {t('dashboard.renewed.finished')}{' '}
        <button type="button" className="link-button" onClick={() => leave('chosen')}>
          {t('labels.logOut')}
        </button>
      </li>
    </ul>
  )
}
