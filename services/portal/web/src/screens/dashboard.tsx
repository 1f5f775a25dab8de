import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { components as Applications } from '@peercert/contracts/applications'
import type { components as Portal } from '@peercert/contracts/portal'
import { dashboardQuery, renewalQuery } from '../api/queries.ts'
import { LoadingLine } from '../frame/loading-line.tsx'
import { Title } from '../frame/page.tsx'
import { useSession, useToday } from '../frame/session.ts'
import { SideMenu } from '../frame/side-menu.tsx'
import { Alert } from '../pieces/alert.tsx'
import { CopyLink } from '../pieces/copy-link.tsx'
import { StateSentence } from '../pieces/state-sentence.tsx'
import { AddToCalendar } from '../pieces/calendar-entry.tsx'
import { justRenewed, standingWords, type StandingWords } from '../standing/standing-words.ts'
import { useSpeech } from '../words/language.ts'
import { CertificateCard } from './certificate-card.tsx'
import { MessageRows } from './message-rows.tsx'
import { NoCertification } from './no-certification.tsx'
import { RenewedPanel } from './renewed-panel.tsx'

type Certification = Applications['schemas']['Certification']
type DashboardData = Portal['schemas']['Dashboard']

/** S3: where the person stands, the one thing to do, the certificate, the last messages. */
export function Dashboard() {
  const { data } = useSuspenseQuery(dashboardQuery)
  if (data.settling) return <Settling />
  if (!data.certification) return <NoCertification />
  return <Standing dashboard={data} certification={data.certification} />
}

function Settling() {
  const { t } = useSpeech()
  return (
    <div className="grid">
      <Title title={t('labels.dashboard')} />
      <div className="col" id="content">
        <LoadingLine always />
      </div>
    </div>
  )
}

interface StandingProps {
  readonly dashboard: DashboardData
  readonly certification: Certification
}

function Standing({ dashboard, certification }: StandingProps) {
  const speech = useSpeech()
  const { t } = speech
  const session = useSession()
  const today = useToday()
  const { standing } = certification
  const words = standingWords(standing, speech, session.program.phone)
  const renewed = justRenewed(standing, today)
  return (
    <div className="grid">
      <Title title={t('labels.dashboard')} quiet={renewed} />
      <SideMenu here="dashboard" kind="home" />
      <div className="col" id="content">
        {session.joinedNumber && (
          <Alert role="status">{t('dashboard.joined', { number: session.joinedNumber })}</Alert>
        )}
        {renewed ? (
          <RenewedPanel dashboard={dashboard} certification={certification} />
        ) : (
          <WhereYouStand words={words} certification={certification} />
        )}
        <section className="section" aria-labelledby="my-certificate">
          <h2 id="my-certificate">{t('labels.myCertificate')}</h2>
          {certification.codeSigned ? (
            <CertificateCard
              certification={certification}
              foot={!renewed && words.action?.to !== '/certificate'}
            />
          ) : (
            <SignFirst />
          )}
        </section>
        <section className="section" aria-labelledby="messages">
          <div className="section__head">
            <h2 id="messages">{t('dashboard.messages')}</h2>
            {dashboard.messages.length > 0 && (
              <Link className="textlink small" to="/messages">
                {t('dashboard.allMessages')}
              </Link>
            )}
          </div>
          <MessageRows messages={dashboard.messages} />
        </section>
      </div>
    </div>
  )
}

function SignFirst() {
  const { t } = useSpeech()
  return (
    <>
      <p>{t('certificate.signFirst')}</p>
      <Link className="textlink" to="/certificate/code-of-ethics">
        {t('certificate.signLink')}
      </Link>
    </>
  )
}

interface WhereYouStandProps {
  readonly words: StandingWords
  readonly certification: Certification
}

function WhereYouStand({ words, certification }: WhereYouStandProps) {
  const { t } = useSpeech()
  const { state, facts } = certification.standing
  return (
    <>
      <StateSentence
        words={words}
        name={certification.certifiedName}
        number={certification.number}
        sentence={
          state === 'payment-being-checked' && (
            <>
              <strong>{t('pay.checking')}</strong> {t('pay.checkingMore')}
            </>
          )
        }
      />
      {words.action && words.action.box && <RenewalBox words={words} drafted={facts.drafted} />}
      {words.action && !words.action.box && (
        <PlainAction words={words} certification={certification} />
      )}
    </>
  )
}

/** What can be done where there is nothing to renew now. */
function PlainAction({ words, certification }: WhereYouStandProps) {
  const { program } = useSession()
  const { state, facts } = certification.standing
  const onCertificate = words.action?.to === '/certificate'
  return (
    <div className="actions">
      <Link className="usa-button" to={words.action?.to ?? '/help'}>
        {words.action?.text}
      </Link>
      {onCertificate && certification.codeSigned && (
        <CopyLink url={certification.verificationUrl} className="usa-button usa-button--outline" />
      )}
      {state === 'window-not-open' && (
        <AddToCalendar day={facts.windowOpensOn} site={program.site} />
      )}
    </div>
  )
}

function RenewalBox({ words, drafted }: { words: StandingWords; drafted: boolean | undefined }) {
  const { t, format } = useSpeech()
  const { data } = useQuery({ ...renewalQuery, enabled: drafted === true })
  const saved = drafted ? data?.renewal?.savedAt : undefined
  return (
    <section className="box box--centre" aria-labelledby="renewal">
      <h2 id="renewal">
        {t('labels.renewalApplication')}{' '}
        {words.late && <span className="tag">{t('labels.lateRenewal')}</span>}
      </h2>
      {saved && <p>{t('dashboard.started', { saved: format.monthDayTime(saved) })}</p>}
      <p className="measure">{t('dashboard.canStop')}</p>
      <Link className="usa-button" to={words.action?.to ?? '/renewal'}>
        {words.action?.text}
      </Link>
    </section>
  )
}
