import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { dashboardQuery, signaturesQuery } from '../api/queries.ts'
import { dayOf } from '../format.ts'
import { InnerPage } from '../frame/page.tsx'
import { Badge } from '../pieces/badge.tsx'
import { CopyLink } from '../pieces/copy-link.tsx'
import { Facts } from '../pieces/facts.tsx'
import { PdfLink } from '../pieces/pdf-link.tsx'
import { useSpeech } from '../words/language.ts'
import { CertificateCard } from './certificate-card.tsx'

type Certification = components['schemas']['Certification']
type Certificate = components['schemas']['Certificate']

/** S11: the certificate, its PDF, the link for an employer, and the ones it replaced. */
export function MyCertificate() {
  const { t } = useSpeech()
  const { data } = useSuspenseQuery(dashboardQuery)
  const { certification } = data
  return (
    <InnerPage here="certificate" title={t('labels.myCertificate')}>
      {!certification && <p>{t('certificate.none')}</p>}
      {certification && !certification.codeSigned && (
        <>
          <p>{t('certificate.signFirst')}</p>
          <div className="actions gap-3">
            <Link className="usa-button" to="/certificate/code-of-ethics">
              {t('certificate.signLink')}
            </Link>
          </div>
        </>
      )}
      {certification?.codeSigned && <Whole certification={certification} />}
    </InnerPage>
  )
}

function Whole({ certification }: { certification: Certification }) {
  const { t } = useSpeech()
  const [current, ...earlier] = certification.certificates
  return (
    <>
      <CertificateCard certification={certification} foot={false} whole />
      <div className="actions gap-3">
        {current && <Download certificate={current} certification={certification} />}
        <CopyLink url={certification.verificationUrl} className="usa-button usa-button--outline" />
        <button type="button" className="link-button" onClick={() => window.print()}>
          {t('certificate.print')}
        </button>
      </div>
      <SignedLines />
      {earlier.length > 0 && (
        <section className="section" aria-labelledby="earlier">
          <h2 id="earlier">{t('certificate.earlier')}</h2>
          <ul className="plain choices">
            {earlier.map((certificate) => (
              <li key={certificate.certificateId}>
                <Replaced certificate={certificate} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

interface DownloadProps {
  readonly certificate: Certificate
  readonly certification: Certification
}

/** The file's name says the number and the year, and no name. */
function Download({ certificate, certification }: DownloadProps) {
  const { t, language } = useSpeech()
  const { certificateId, number, expiresOn } = certificate
  return (
    <PdfLink
      className="usa-button"
      href={`/api/applications/certificates/${certificateId}/pdf?language=${language}`}
      name={`certificate-${number}-${expiresOn.slice(0, 4)}.pdf`}
      label={t('certificate.download')}
      notReady={
        certification.status === 'ACTIVE'
          ? t('certificate.pdfNotReady')
          : t('certificate.pdfNotReadyExpired')
      }
    />
  )
}

function Replaced({ certificate }: { certificate: Certificate }) {
  const { t, format } = useSpeech()
  return (
    <div className="cert">
      <div className="cert__body">
        <div>
          <p className="cert__replaced">
            <Badge tone="rest" text={t('certificate.replaced')} />
          </p>
          <p className="cert__name">{certificate.certifiedName}</p>
          <p className="cert__title">{t('certificate.role')}</p>
          <Facts
            facts={[
              [t('certificate.number'), certificate.number],
              [t('certificate.firstIssued'), format.date(certificate.firstIssuedOn)],
              [t('certificate.effective'), format.date(certificate.effectiveOn)],
              [t('certificate.validThrough'), format.date(certificate.expiresOn)],
            ]}
          />
        </div>
      </div>
    </div>
  )
}

function SignedLines() {
  const { t, format } = useSpeech()
  const { data } = useQuery(signaturesQuery)
  const last = data?.find(({ imported }) => !imported)
  if (!last) return null
  return (
    <p className="small quiet gap-3">
      {t('certificate.signed', { date: format.date(dayOf(last.at)) })}.{' '}
      <Link to="/signed/$id" params={{ id: last.signatureId }}>
        {t('certificate.whatISigned')}
      </Link>
    </p>
  )
}
