import { useEffect, useState } from 'react'
import type { components } from '@peercert/contracts/applications'
import { useSession } from '../../frame/session.ts'
import { Badge } from '../../pieces/badge.tsx'
import { standingWords } from '../../standing/standing-words.ts'
import { loadLanguage, otherLanguage, speechOf } from '../../words/language.ts'
import type { Language } from '../../words/words.ts'

type Certification = components['schemas']['Certification']

interface SeesProps {
  readonly certification: Certification | null
  /** Applications did not answer: what the person sees is not known here. */
  readonly unknown: boolean
  readonly language: Language
}

/** The very sentence and button of the person's dashboard, live, in their language. Staff never act as them. */
export function Sees({ certification, unknown, language }: SeesProps) {
  const [shown, setShown] = useState(language)
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let here = true
    void loadLanguage(shown).then(() => here && setReady(true))
    return () => {
      here = false
    }
  }, [shown])
  const change = () => {
    setReady(false)
    setShown(otherLanguage(shown))
  }
  return (
    <section className="sees" aria-labelledby="sees">
      <div className="sees__head">
        <h2 id="sees">What this person sees now</h2>
        <button type="button" className="link-button" onClick={change}>
          Show in {shown === 'es' ? 'English' : 'Spanish'}
        </button>
      </div>
      <div className="sees__body" lang={shown === 'es' ? 'es-US' : 'en-US'}>
        {unknown && (
          <p lang="en-US">Applications does not answer, so this is not known right now.</p>
        )}
        {!unknown && !certification && (
          <p lang="en-US">
            “We do not see a certification under this log-in”, and the ways to find it.
          </p>
        )}
        {certification && ready && <Standing certification={certification} language={shown} />}
      </div>
    </section>
  )
}

function Standing({
  certification,
  language,
}: {
  certification: Certification
  language: Language
}) {
  const { program } = useSession()
  const words = standingWords(certification.standing, speechOf(language), program.phone)
  return (
    <>
      <Badge {...words.badge} /> {words.note && <span className="tag">{words.note}</span>}
      <p>{words.sentence}</p>
      {words.action && <span className="ghost">{words.action.text}</span>}
    </>
  )
}
