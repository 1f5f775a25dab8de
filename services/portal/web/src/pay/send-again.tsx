import { useNavigate } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { applications } from '../api/clients.ts'
import { answer } from '../api/problem.ts'
import { queryClient } from '../api/queries.ts'
import { useAction } from '../pieces/action.ts'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'

/** After a refusal the fee stays paid: nothing is paid again, the form is sent (REN-20). */
export function SendAgain({ renewal }: { renewal: components['schemas']['Renewal'] }) {
  const { t, format } = useSpeech()
  const navigate = useNavigate()
  const send = useAction(async () => {
    await answer(
      applications.POST('/me/renewal/resubmission', {
        params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
        body: { step: 'send' },
      }),
    )
    await queryClient.invalidateQueries()
    await navigate({ to: '/renewal/late', replace: true })
  })
  return (
    <section className="fee" aria-labelledby="send">
      <h2 id="send">
        {t('labels.renewalApplication')} <span className="tag">{t('labels.lateRenewal')}</span>
      </h2>
      <p>{t('pay.sendAgainHint')}</p>
      <p className="after">{t('pay.afterLate', { date: format.date(renewal.newExpiresOn) })}</p>
      <FailureAlert error={send.error} />
      <button
        type="button"
        className="usa-button"
        aria-busy={send.busy || undefined}
        onClick={send.press}
      >
        {t('pay.sendAgain')}
      </button>
      <WaitingLine busy={send.busy} />
    </section>
  )
}
