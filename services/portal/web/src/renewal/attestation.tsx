import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components } from '@peercert/contracts/applications'
import { dashboardQuery, renewalQuery, textQuery } from '../api/queries.ts'
import { BackLink, Title } from '../frame/page.tsx'
import { useToday } from '../frame/session.ts'
import { Steps } from '../frame/steps.tsx'
import { useSpeech } from '../words/language.ts'
import { AttestationForm } from './attestation-form.tsx'
import { SignAgain } from './sign-again.tsx'
import { useSigning } from './signing.ts'

type Renewal = components['schemas']['Renewal']

/** S7: the attestation, the signature, and last of all the check boxes. */
export function Attestation() {
  const { data } = useSuspenseQuery(renewalQuery)
  if (!data.renewal) return null
  return <Page renewal={data.renewal} />
}

function Page({ renewal }: { renewal: Renewal }) {
  const { t } = useSpeech()
  const { data } = useSuspenseQuery(dashboardQuery)
  const signing = useSigning(renewal, data.certification?.certifiedName ?? '')
  return (
    <div className="grid">
      <Steps now={3} />
      <Title
        form
        title={t('labels.attestation')}
        over={t('form.part', { n: 3 })}
        failed={signing.problems.length > 0}
        back={<BackLink to="/renewal/ethics" text={t('labels.codeOfEthics')} />}
      />
      <div className="col" id="content">
        <AttestationForm renewal={renewal} signing={signing}>
          <SignAgain changedOn={undefined} />
          <AttestationText renewal={renewal} />
        </AttestationForm>
      </div>
    </div>
  )
}

/** What is attested, with the real dates, in the words that will be kept with the signature. */
function AttestationText({ renewal }: { renewal: Renewal }) {
  const { t, format, language } = useSpeech()
  const today = useToday()
  const { data: text } = useQuery(
    textQuery(renewal.late ? 'attestation-late' : 'attestation', language),
  )
  const from = format.date(renewal.ceFrom)
  const dated = (paragraph: string) =>
    paragraph.replaceAll('{from}', from).replaceAll('{to}', format.date(renewal.ceTo))
  return (
    <div className="flow measure">
      <p>
        {t('attest.count', { from, today: format.date(today) })}{' '}
        <Link to="/renewal/ethics">{t('attest.readAgain')}</Link>
      </p>
      <div className="statement flow">
        {text ? (
          text.sections.map(({ heading, paragraphs }) => (
            <p key={heading}>
              <strong>{heading}.</strong> {paragraphs.map(dated).join(' ')}
            </p>
          ))
        ) : (
          <p>{t('attest.rules')}</p>
        )}
      </div>
    </div>
  )
}
