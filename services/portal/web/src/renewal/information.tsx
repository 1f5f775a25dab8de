import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { applications } from '../api/clients.ts'
import { answer } from '../api/problem.ts'
import { dashboardQuery, queryClient, renewalQuery } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useAction } from '../pieces/action.ts'
import { partPaths } from '../standing/standing-words.ts'
import { useSpeech } from '../words/language.ts'
import { HoursNotYet } from './hours-not-yet.tsx'
import { NoRenewal } from './no-renewal.tsx'

type Information = NonNullable<components['schemas']['MyRenewal']['information']>

/** S4: what renewing takes, before anything is asked. */
export function RenewalInformation() {
  const { t } = useSpeech()
  const { data } = useSuspenseQuery(renewalQuery)
  const { possible, information, renewal } = data
  return (
    <InnerPage here="renewal" title={t('labels.certificationRenewal')}>
      {possible && information ? (
        <>
          {information.late ? (
            <LateFacts information={information} paid={renewal?.feePaid === true} />
          ) : (
            <Facts information={information} />
          )}
          <Rules information={information} />
          <StartRenewal />
          <HoursNotYet information={information} />
        </>
      ) : (
        <NoRenewal refusal={data.refusal} checking={renewal?.state === 'checking'} />
      )}
    </InnerPage>
  )
}

function Facts({ information }: { information: Information }) {
  const { t, format } = useSpeech()
  return (
    <div className="key-facts">
      <p>{t('renewal.expires', { date: format.dayDate(information.expiresOn) })}</p>
      <p>{t('renewal.validThrough', { date: format.date(information.newExpiresOn) })}</p>
      <p>{t('renewal.cost', { fee: format.money(information.totalCents) })}</p>
    </div>
  )
}

function LateFacts({ information, paid }: { information: Information; paid: boolean }) {
  const { t, format } = useSpeech()
  return (
    <div className="key-facts">
      <p>{t('renewal.late.expired', { date: format.date(information.expiresOn) })}</p>
      <p>
        {paid
          ? t('renewal.late.paid')
          : t('renewal.late.price', {
              fee: format.money(information.feeCents),
              lateFee: format.money(information.lateFeeCents),
              total: format.money(information.totalCents),
              days: information.reviewDays,
            })}
      </p>
      <p>
        {t('renewal.late.until', {
          lateThrough: format.date(information.lateThrough),
          newExpires: format.date(information.newExpiresOn),
        })}
      </p>
    </div>
  )
}

function Rules({ information }: { information: Information }) {
  const { t, format } = useSpeech()
  const { late, ceHours, ceEthicsHours, ceFrom, retentionYears, responseDays } = information
  const hours = { hours: ceHours, ethics: ceEthicsHours, from: format.date(ceFrom) }
  return (
    <ul className="points measure">
      <li>{late ? t('renewal.late.hours', hours) : t('renewal.hours', hours)}</li>
      <li>{t('renewal.proof', { years: retentionYears, days: responseDays })}</li>
      <li>{t('renewal.code')}</li>
      <li>{t('renewal.noReturn')}</li>
      <li>
        {t('renewal.responsibility')}{' '}
        <Link to="/continuing-education">{t('renewal.educationPage')}</Link>.
      </li>
      <li>{t('renewal.canStop')}</li>
    </ul>
  )
}

/** The second Start Renewal (REN-27); a form that exists goes on where it stopped. */
function StartRenewal() {
  const { t } = useSpeech()
  const navigate = useNavigate()
  const { data } = useSuspenseQuery(renewalQuery)
  const started = data.renewal?.state === 'draft'
  const start = useAction(async () => {
    const renewal = await answer(
      applications.POST('/me/renewal', {
        params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
      }),
    )
    queryClient.setQueryData(renewalQuery.queryKey, { ...data, renewal })
    void queryClient.invalidateQueries({ queryKey: dashboardQuery.queryKey })
    await navigate({ to: partPaths[renewal.nextPart] })
  })
  return (
    <>
      <FailureAlert error={start.error} />
      <div className="actions gap-4">
        <button
          type="button"
          className="usa-button"
          aria-busy={start.busy || undefined}
          onClick={start.press}
        >
          {started ? t('labels.continueRenewal') : t('labels.startRenewal')}
        </button>
        <WaitingLine busy={start.busy} />
      </div>
    </>
  )
}
