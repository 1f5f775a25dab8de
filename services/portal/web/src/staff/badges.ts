import type { components } from '@peercert/contracts/applications'
import type { Tone } from '../standing/standing-words.ts'
import { standing } from '../words/en/standing.ts'

type Name = components['schemas']['StandingFacts']['badge']

/** The person's own badge, in English: the desk reads the same words. */
export function badgeOf(badge: string): { tone: Tone; text: string } {
  const text = standing.badge[badge as Name] ?? badge
  return { tone: toneOf(badge), text }
}

function toneOf(badge: string): Tone {
  if (badge === 'inactive') return 'rest'
  if (badge === 'active-last-day') return 'amber'
  return badge.startsWith('active') ? 'ok' : 'lost'
}
