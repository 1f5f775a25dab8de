import type { components } from '@peercert/contracts/applications'
import { useSpeech } from '../words/language.ts'

type Text = components['schemas']['Text']

interface CodeTextProps {
  readonly text: Text
  /** Signed in an older version on this day: what is new stands first. */
  readonly signedOn?: string | undefined
}

export function CodeText({ text, signedOn }: CodeTextProps) {
  const { t, format, language } = useSpeech()
  return (
    <div className="text" lang={text.language === language ? undefined : text.language}>
      <p className="small quiet">
        {t('form.code.meta', {
          version: text.version,
          date: format.date(text.inForceFrom),
          minutes: text.readingMinutes,
        })}{' '}
        <button type="button" className="link-button" onClick={() => window.print()}>
          {t('form.code.print')}
        </button>
      </p>
      {signedOn && text.changes && text.changes.length > 0 && (
        <section className="key-facts" aria-labelledby="changes">
          <h2 id="changes">{t('form.code.changed', { date: format.date(signedOn) })}</h2>
          <ul>
            {text.changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </section>
      )}
      <Sections text={text} />
    </div>
  )
}

/** Headings and paragraphs as they are in the program's text. */
export function Sections({ text }: { text: Text }) {
  return text.sections.map(({ heading, paragraphs }) => (
    <section key={heading} className="text gap-4">
      <h2>{heading}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </section>
  ))
}
