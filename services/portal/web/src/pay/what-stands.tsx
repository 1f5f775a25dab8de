import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { dashboardQuery } from '../api/queries.ts'
import { dayOf } from '../format.ts'
import { ReviewRow } from '../pieces/review-rows.tsx'
import { InformationRows } from '../profile/information-rows.tsx'
import { useSpeech } from '../words/language.ts'

interface WhatStandsProps {
  readonly renewal: components['schemas']['Renewal']
  readonly information: NonNullable<components['schemas']['MyRenewal']['information']>
}

/** Every answer with Change, and what was signed in which version and language. */
export function WhatStands({ renewal, information }: WhatStandsProps) {
  const { t } = useSpeech()
  const { data } = useSuspenseQuery(dashboardQuery)
  return (
    <>
      <section className="review__group review__group--first" aria-labelledby="information">
        <h2 id="information">{t('labels.yourInformation')}</h2>
        <InformationRows number={data.certification?.number ?? null} />
      </section>
      <section className="review__group" aria-labelledby="signed">
        <h2 id="signed">{t('pay.signedTitle')}</h2>
        <Signed renewal={renewal} information={information} />
        {renewal.signed && (
          <p className="gap-1">
            <Link className="textlink" to="/signed/$id" params={{ id: renewal.signed.signatureId }}>
              {t('pay.saveCopy')}
            </Link>
          </p>
        )}
      </section>
    </>
  )
}

function Signed({ renewal, information }: WhatStandsProps) {
  const { t, format, words } = useSpeech()
  const { signed } = renewal
  if (!signed) return null
  const name = renewal.signatureName
  return (
    <dl className="review">
      <ReviewRow label={t('labels.codeOfEthics')}>
        {t('pay.codeValue', {
          version: signed.codeVersion,
          language: words.pay.language[signed.language],
        })}
      </ReviewRow>
      <ReviewRow
        label={t('pay.attestation')}
        act={
          <Link to="/renewal/attestation">
            {t('form.row.change')}
            <span className="usa-sr-only"> {t('pay.attestation').toLowerCase()}</span>
          </Link>
        }
      >
        {t('pay.attestationValue', {
          hours: information.ceHours,
          ethics: information.ceEthicsHours,
          from: format.date(renewal.ceFrom),
          to: format.date(renewal.ceTo),
        })}
      </ReviewRow>
      {/* What must be signed again has not been signed, as far as this application goes. */}
      {!renewal.signAgain && (
        <ReviewRow label={t('pay.signed')}>
          {t('pay.signedValue', {
            name,
            date: format.dayDate(dayOf(signed.at)),
            time: format.time(signed.at),
          })}
        </ReviewRow>
      )}
    </dl>
  )
}
