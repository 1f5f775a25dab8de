import { Fragment } from 'react'
import { PublicPage } from '../frame/page.tsx'
import { useSession } from '../frame/session.ts'
import { useSpeech } from '../words/language.ts'
import { howToParts, type Piece } from './how-to-steps.ts'

/** The fifteen steps, made from the very labels that stand on the screens. */
export function HowToRenew() {
  const { t, words } = useSpeech()
  const { site } = useSession().program
  return (
    <PublicPage title={words.pages.howTo.title}>
      <div className="text">
        {howToParts(words, site).map(({ heading, steps }) => (
          <section key={heading} className="text gap-4">
            <h2>{heading}</h2>
            <ol className="how">
              {steps.map(({ n, pieces }) => (
                <li key={n}>
                  <span className="n">{n}</span>
                  <p>{pieces.map(shown)}</p>
                </li>
              ))}
            </ol>
          </section>
        ))}
        <p>{t('pages.howTo.late', { late: words.labels.lateRenewal })}</p>
      </div>
    </PublicPage>
  )
}

const shown = ({ text, label }: Piece, index: number) =>
  label ? <strong key={index}>{text}</strong> : <Fragment key={index}>{text}</Fragment>
