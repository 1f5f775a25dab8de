import type { components } from '@peercert/contracts/applications'
import { More } from '../pieces/more.tsx'
import { useSpeech } from '../words/language.ts'

type Information = NonNullable<components['schemas']['MyRenewal']['information']>

/** What counts, how hours add up, and until when there is time. */
export function HoursNotYet({ information }: { information: Information }) {
  const { t, format } = useSpeech()
  const { late, expiresOn, lateThrough, feeCents, lateFeeCents } = information
  return (
    <More title={t('renewal.notYet.link')} id="hours">
      <p>
        {late
          ? t('renewal.notYet.late', { lateThrough: format.date(lateThrough) })
          : t('renewal.notYet.onTime', {
              expires: format.date(expiresOn),
              lateTotal: format.money(feeCents + lateFeeCents),
            })}
      </p>
      <p>{t('renewal.notYet.counts')}</p>
      <p>{t('renewal.notYet.adding')}</p>
    </More>
  )
}
