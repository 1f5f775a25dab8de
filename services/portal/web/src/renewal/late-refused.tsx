import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { applications } from '../api/clients.ts'
import { answer } from '../api/problem.ts'
import { queryClient, renewalQuery } from '../api/queries.ts'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { useAction } from '../pieces/action.ts'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { partPaths } from '../standing/standing-words.ts'
import { useSpeech } from '../words/language.ts'

type Refusal = components['schemas']['Refusal']

/** The reason in words, sending again, and the appeal with its date. */
export function LateRefused({ refusal }: { refusal: Refusal }) {
  const { t, format, language } = useSpeech()
  const { phone } = useSession().program
  return (
    <>
      <section className="section" aria-labelledby="reason">
        <h2 id="reason">{t('late.refused.reason')}</h2>
        <p className="measure">{refusal[language]}</p>
      </section>
      {refusal.resubmitThrough && <Again through={refusal.resubmitThrough} />}
      {refusal.appealBy && (
        <section className="section" aria-labelledby="appeal">
          <h2 id="appeal">{t('late.refused.appeal')}</h2>
          <p className="measure">
            <PhoneText
              text={t('late.refused.appealText', { date: format.date(refusal.appealBy), phone })}
            />
          </p>
        </section>
      )}
    </>
  )
}

function Again({ through }: { through: string }) {
  const { t, format } = useSpeech()
  const navigate = useNavigate()
  const { data } = useSuspenseQuery(renewalQuery)
  const again = useAction(async () => {
    const renewal = await answer(
      applications.POST('/me/renewal/resubmission', {
        params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
        body: { step: 'start' },
      }),
    )
    queryClient.setQueryData(renewalQuery.queryKey, { ...data, possible: true, renewal })
    await queryClient.invalidateQueries()
    await navigate({ to: partPaths[renewal.nextPart] })
  })
  return (
    <section className="box box--centre gap-4" aria-labelledby="again">
      <h2 id="again">{t('late.refused.again')}</h2>
      <p className="measure">{t('late.refused.againText', { date: format.date(through) })}</p>
      <FailureAlert error={again.error} />
      <button
        type="button"
        className="usa-button"
        aria-busy={again.busy || undefined}
        onClick={again.press}
      >
        {t('late.refused.againButton')}
      </button>
      <WaitingLine busy={again.busy} />
    </section>
  )
}
