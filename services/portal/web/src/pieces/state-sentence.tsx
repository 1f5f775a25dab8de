import type { ReactNode } from 'react'
import type { StandingWords } from '../standing/standing-words.ts'
import { useSpeech } from '../words/language.ts'
import { Badge } from './badge.tsx'

interface StateSentenceProps {
  readonly words: StandingWords
  readonly name?: string
  readonly number: string
  /** In place of the state's own sentence. */
  readonly sentence?: ReactNode
  readonly tag?: boolean
}

/** What is true and until when; changes are announced politely. */
export function StateSentence({ words, name, number, sentence, tag = false }: StateSentenceProps) {
  const { t } = useSpeech()
  return (
    <section className="state" aria-label={t('standing.name')}>
      <p className="state__line">
        <Badge {...words.badge} /> {words.note && <span className="tag">{words.note}</span>}{' '}
        {tag && <span className="tag">{t('labels.lateRenewal')}</span>}{' '}
        <span>
          {name && `${name}, `}
          <span className="nowrap">{number}</span>
        </span>
      </p>
      <p className="state__sentence" aria-live="polite">
        {sentence || words.sentence}
      </p>
    </section>
  )
}
