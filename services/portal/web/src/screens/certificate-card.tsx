import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { CopyLink } from '../pieces/copy-link.tsx'
import { Facts, type Fact } from '../pieces/facts.tsx'
import { Qr } from '../pieces/qr.tsx'
import { useSpeech } from '../words/language.ts'

type Certification = components['schemas']['Certification']

interface CertificateCardProps {
  readonly certification: Certification
  /** The buttons stand elsewhere on the page. */
  readonly foot?: boolean
  /** Also since when this term runs. */
  readonly whole?: boolean
}

/** Proof at hand: name, number, dates, QR, the link for an employer. */
export function CertificateCard({ certification, foot = true, whole }: CertificateCardProps) {
  const { t, format, words } = useSpeech()
  const { certifiedName, number, status, firstIssuedOn, expiresOn, verificationUrl } = certification
  const effective: readonly Fact[] = whole
    ? [[t('certificate.effective'), format.date(certification.effectiveOn)]]
    : []
  return (
    <div className="cert">
      <div className="cert__body">
        <div>
          <p className="cert__name">{certifiedName}</p>
          <p className="cert__title">{t('certificate.role')}</p>
          <Facts
            facts={[
              [t('certificate.number'), number],
              [t('certificate.status'), words.certificate.state[status]],
              [t('certificate.firstIssued'), format.date(firstIssuedOn)],
              ...effective,
              [t('certificate.validThrough'), format.date(expiresOn)],
            ]}
          />
        </div>
        <div className="cert__qr">
          <Qr text={verificationUrl} />
        </div>
      </div>
      {foot && (
        <div className="cert__foot">
          <Link to="/certificate">{t('certificate.view')}</Link>
          <CopyLink url={verificationUrl} className="link-button" />
        </div>
      )}
    </div>
  )
}
