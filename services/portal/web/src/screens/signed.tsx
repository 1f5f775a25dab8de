import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { signatureQuery } from '../api/queries.ts'
import { InnerPage } from '../frame/page.tsx'
import { Facts } from '../pieces/facts.tsx'
import { Sections } from '../renewal/code-text.tsx'
import { useSpeech } from '../words/language.ts'

const route = getRouteApi('/person/signed/$id')

/** What was signed, word for word as it stood on the screen. */
export function Signed() {
  const { t, format, words, language } = useSpeech()
  const { data } = useSuspenseQuery(signatureQuery(route.useParams().id))
  const { signature, signatureName, boxes, texts } = data
  const lang = signature.language === language ? undefined : signature.language
  return (
    <InnerPage here="application" title={t('records.signed.title')}>
      <Facts
        facts={[
          [t('records.signed.by'), signatureName],
          [t('records.signed.at'), format.moment(signature.at)],
          [t('records.signed.language'), words.form.language[signature.language]],
        ]}
      />
      <p className="gap-2">
        <button type="button" className="link-button" onClick={() => window.print()}>
          {t('records.signed.save')}
        </button>
      </p>
      {signature.imported && <p>{t('records.signed.imported')}</p>}
      {boxes.length > 0 && (
        <section className="section" aria-labelledby="boxes">
          <h2 id="boxes">{t('records.signed.boxes')}</h2>
          <ul className="points measure" lang={lang}>
            {boxes.map((box) => (
              <li key={box}>{box}</li>
            ))}
          </ul>
        </section>
      )}
      {texts.map((text) => (
        <section key={text.textId} className="section signed-text" lang={lang}>
          <h2>
            {text.title}{' '}
            <span className="tag">{t('records.signed.version', { version: text.version })}</span>
          </h2>
          <Sections text={text} />
        </section>
      ))}
    </InnerPage>
  )
}
