import { Link } from '@tanstack/react-router'
import { hoursIn, useReference } from '../frame/foot.tsx'
import { logInAddress } from '../frame/head.tsx'
import { InnerPage, PublicPage } from '../frame/page.tsx'
import { PhoneText } from '../frame/phone-text.tsx'
import { useSession } from '../frame/session.ts'
import { useSpeech } from '../words/language.ts'

/** Help is an item of the left menu, and a page for everybody. */
export function Help() {
  const { t } = useSpeech()
  const { kind } = useSession()
  return kind === 'person' ? (
    <InnerPage here="help" title={t('pages.help.title')}>
      <HelpText />
    </InnerPage>
  ) : (
    <PublicPage title={t('pages.help.title')}>
      <HelpText />
    </PublicPage>
  )
}

function HelpText() {
  const speech = useSpeech()
  const { t, words } = speech
  const { phone, hours } = useSession().program
  const reference = useReference()
  return (
    <div className="text">
      <p>
        <PhoneText text={t('pages.help.call', { phone, hours: hoursIn(hours, speech) })} />
      </p>
      {reference && <p>{t('pages.help.reference', { reference })}</p>}
      <h2>{t('pages.help.topics')}</h2>
      {words.pages.help.items.map(({ question, answer }) => (
        <div key={question}>
          <h3>{question}</h3>
          <p>{answer}</p>
        </div>
      ))}
      <p>
        <Link className="textlink" to="/cannot-get-in">
          {t('pages.help.cannot')}
        </Link>
      </p>
      <p>
        <Link className="textlink" to="/how-to/renew">
          {t('pages.howTo.title')}
        </Link>
      </p>
    </div>
  )
}

/** Source 002 in our own words. */
export function ContinuingEducation() {
  const { t, words, language } = useSpeech()
  const { kind } = useSession()
  const { education } = words
  return (
    <PublicPage title={education.title}>
      <div className="text">
        {education.sections.map(({ heading, paragraphs, points }) => (
          <section key={heading} className="text gap-4">
            <h2>{heading}</h2>
            {paragraphs.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
            {points.length > 0 && (
              <ul>
                {points.map((point) => (
                  <li key={point}>{point}</li>
                ))}
              </ul>
            )}
          </section>
        ))}
        <p>
          {kind === 'person' ? (
            <Link className="textlink" to="/renewal">
              {t('labels.renewMyCertification')}
            </Link>
          ) : (
            <a className="textlink" href={logInAddress(language, '/renewal')}>
              {t('education.renew')}
            </a>
          )}
        </p>
      </div>
    </PublicPage>
  )
}

export function Privacy() {
  const { t, words } = useSpeech()
  const { phone } = useSession().program
  return (
    <PublicPage title={t('pages.privacy.title')}>
      <div className="text">
        {words.pages.privacy.paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <p>
          <PhoneText text={t('pages.privacy.ask', { phone })} />
        </p>
      </div>
    </PublicPage>
  )
}

export function Accessibility() {
  const { t, words } = useSpeech()
  const { phone } = useSession().program
  return (
    <PublicPage title={t('pages.accessibility.title')}>
      <div className="text">
        {words.pages.accessibility.paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <p>
          <PhoneText text={t('pages.accessibility.ask', { phone })} />
        </p>
      </div>
    </PublicPage>
  )
}
