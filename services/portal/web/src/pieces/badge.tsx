import type { Tone } from '../standing/standing-words.ts'
import { Icon, type IconName } from './icon.tsx'

const marks: Record<Tone, IconName | null> = {
  ok: 'check',
  amber: 'clock',
  lost: 'lost',
  rest: null,
}

/** One state in words; the mark and the tone only repeat it. */
export function Badge({ tone, text }: { tone: Tone; text: string }) {
  const mark = marks[tone]
  return (
    <span className={`badge badge--${tone}`}>
      {mark && <Icon name={mark} />}
      {text}
    </span>
  )
}
