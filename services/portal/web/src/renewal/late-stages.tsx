import { useQuery } from '@tanstack/react-query'
import type { components } from '@peercert/contracts/applications'
import { feeRequestQuery } from '../api/queries.ts'
import { capital } from '../format.ts'
import { Icon } from '../pieces/icon.tsx'
import { useSpeech } from '../words/language.ts'

/** Received, in review, decision: with dates, without a percentage. */
export function LateStages({ renewal }: { renewal: components['schemas']['Renewal'] }) {
  const { t, format } = useSpeech()
  const { decideBy, question } = renewal
  const nowText = question?.answeredOn
    ? t('late.stage.answered', { date: format.date(question.answeredOn) })
    : question
      ? t('late.stage.questionAsked', { date: format.date(question.askedOn) })
      : t('late.stage.nothing')
  return (
    <ol className="stages">
      <li className="done">
        <span className="mark">
          <Icon name="tick" />
        </span>
        <strong>{t('late.stage.received')}</strong>
        <span className="when">
          <Received renewal={renewal} />
        </span>
      </li>
      <li className="now" aria-current="step">
        <span className="mark" />
        <strong>{t('late.stage.inReview')}</strong>
        <span className="when">{nowText}</span>
      </li>
      <li>
        <span className="mark" />
        <strong>{t('late.stage.decision')}</strong>
        {decideBy && (
          <span className="when">{t('late.stage.by', { date: format.dayDate(decideBy) })}</span>
        )}
      </li>
    </ol>
  )
}

/** To the minute when payments knows it: the moment at which Pay was received. */
function Received({ renewal }: { renewal: components['schemas']['Renewal'] }) {
  const { format } = useSpeech()
  const { feeRequestId, submittedOn } = renewal
  const { data } = useQuery({
    ...feeRequestQuery(feeRequestId ?? ''),
    enabled: feeRequestId !== undefined,
  })
  const stamped = data?.payment?.state === 'completed' ? data.payment.stampedAt : undefined
  if (stamped) return capital(format.moment(stamped))
  return submittedOn ? capital(format.dayDate(submittedOn)) : null
}
