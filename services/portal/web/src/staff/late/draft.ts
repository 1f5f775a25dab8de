import { useState } from 'react'
import type { LateReview } from './late-page.tsx'
import { refusals, type RefusalCode } from './sentences.ts'

export type Way = 'approve' | 'question' | 'refuse'

/** What the reviewer is about to decide. */
export interface Draft {
  readonly way: Way
  readonly reason: string
  readonly en: string
  readonly es: string
  readonly code: RefusalCode | ''
  readonly allMet: boolean
  choose(way: Way): void
  setReason(reason: string): void
  setWords(words: { en?: string; es?: string }): void
  setCode(code: RefusalCode | ''): void
  missing(): string | null
}

export function useDraft(review: LateReview): Draft {
  const allMet = review.checks.every((check) => check.met)
  const [way, setWay] = useState<Way>(allMet ? 'approve' : 'question')
  const [reason, setReason] = useState(allMet ? 'Six of six checks are met.' : '')
  const [words, setWords] = useState({ en: '', es: '' })
  const [code, setCode] = useState<RefusalCode | ''>('')
  const draft = { way, reason, ...words, code, allMet, setReason }
  return {
    ...draft,
    choose(next) {
      if (next !== way) setWords({ en: '', es: '' })
      setCode('')
      setWay(next)
    },
    setWords: (next) => setWords((before) => ({ ...before, ...next })),
    setCode(next) {
      setCode(next)
      setWords(next === '' ? { en: '', es: '' } : refusals[next].words)
    },
    missing: () => missingIn(draft, Boolean(review.question)),
  }
}

function missingIn(
  {
    way,
    reason,
    en,
    es,
    code,
    allMet,
  }: Pick<Draft, 'way' | 'reason' | 'en' | 'es' | 'code' | 'allMet'>,
  asked: boolean,
): string | null {
  if (way === 'approve') {
    if (!allMet) return 'A check is not met, so it cannot be approved. Ask one question or refuse.'
    return reason.trim().length < 3 ? 'Give a reason.' : null
  }
  if (way === 'question' && asked) return 'One question was asked already.'
  if (way === 'refuse' && code === '') return 'Choose the reason.'
  const short = en.trim().length < 5 || es.trim().length < 5
  return short ? 'Write the sentence in both languages.' : null
}
