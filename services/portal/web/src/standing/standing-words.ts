import type { components } from '@peercert/contracts/applications'
import type { Speech } from '../words/language.ts'

export type Standing = components['schemas']['Standing']
type Facts = components['schemas']['StandingFacts']
type Action = { readonly text: string; readonly to: string; readonly box: boolean } | null

/** What a person reads about where they stand; staff see the very same words. */
export interface StandingWords {
  readonly badge: { readonly tone: Tone; readonly text: string }
  /** Beside the badge: the payment is being checked. */
  readonly note: string | null
  readonly late: boolean
  readonly sentence: string
  readonly action: Action
}

export type Tone = 'ok' | 'amber' | 'lost' | 'rest'

const tones: Record<Facts['badge'], Tone> = {
  active: 'ok',
  'active-open': 'ok',
  'active-started': 'ok',
  'active-last-day': 'amber',
  'active-renewed': 'ok',
  expired: 'lost',
  'expired-in-review': 'lost',
  'expired-question': 'lost',
  'expired-refused': 'lost',
  suspended: 'lost',
  revoked: 'lost',
  inactive: 'rest',
}

/** Where the form goes on. */
export const partPaths = {
  information: '/renewal/information',
  ethics: '/renewal/ethics',
  attestation: '/renewal/attestation',
  pay: '/renewal/pay',
} as const

export function standingWords(standing: Standing, speech: Speech, phone: string): StandingWords {
  const { state, facts } = standing
  const { t, words } = speech
  return {
    badge: { tone: tones[facts.badge], text: words.standing.badge[facts.badge] },
    note: state === 'payment-being-checked' ? t('standing.checking') : null,
    late: isLate(state),
    sentence: sentenceOf(standing, speech, phone),
    action: actionOf(standing, speech),
  }
}

const isLate = (state: Standing['state']) => state === 'expired' || state.startsWith('late-')

function sentenceOf({ state, facts }: Standing, { t, words, format }: Speech, phone: string) {
  const date = (day: string | undefined) => (day ? format.date(day) : '')
  if (facts.overdue && (state === 'late-in-review' || state === 'late-question'))
    return t('standing.sentence.overdue', {
      decideBy: facts.decideBy ? format.monthDay(facts.decideBy) : '',
      phone,
    })
  return t(`standing.sentence.${state}`, {
    number: facts.number,
    expires: date(facts.expiresOn),
    expiresDay: format.dayDate(facts.expiresOn),
    opensDay: format.dayDate(facts.windowOpensOn),
    newExpires: date(facts.newExpiresOn),
    lateThrough: date(facts.lateThrough),
    reinstateThrough: date(facts.reinstateThrough),
    fee: format.money(facts.feeCents),
    lateTotal: format.money(facts.lateTotalCents),
    saved: facts.savedAt ? format.monthDayTime(facts.savedAt) : '',
    next: words.standing.next[facts.nextPart ?? 'information'],
    renewed: date(facts.renewedOn),
    nextOpens: date(facts.nextWindowOpensOn),
    decideBy: date(facts.decideBy),
    answerBy: date(facts.answerBy),
    appealBy: date(facts.appealBy),
  })
}

type ActionName = keyof Speech['words']['standing']['action']

/** States in which nothing is renewed, and what can be done in them. */
const plainActions: Partial<Record<Standing['state'], readonly [name: ActionName, to: string]>> = {
  'window-not-open': ['viewCertificate', '/certificate'],
  renewed: ['viewCertificate', '/certificate'],
  'expired-needs-exam': ['comeBack', '/come-back'],
  vacated: ['applyAgain', '/apply-again'],
  suspended: ['contact', '/help'],
  revoked: ['contact', '/help'],
  surrendered: ['contact', '/help'],
  'late-in-review': ['seeLate', '/renewal/late'],
  'late-question': ['answer', '/renewal/late'],
  'late-refused': ['readDecision', '/renewal/late'],
}

function actionOf({ state, facts }: Standing, { words }: Speech): Action {
  if (state === 'payment-being-checked') return null
  const plain = plainActions[state]
  if (!plain) return renewAction(facts, words.labels)
  const [name, to] = plain
  return { text: words.standing.action[name], to, box: false }
}

/** Without a draft: the information. With one: the first unfinished part. */
function renewAction(
  facts: Facts,
  labels: { startRenewal: string; continueRenewal: string },
): Action {
  return facts.drafted
    ? { text: labels.continueRenewal, to: partPaths[facts.nextPart ?? 'information'], box: true }
    : { text: labels.startRenewal, to: '/renewal', box: true }
}

/** Renew My Certification stands in the menu only while a renewal is open, late or with staff. */
export function showsRenewal(state: Standing['state']): boolean {
  return (
    ['just-opened', 'drafted', 'last-day', 'expired', 'payment-being-checked'].includes(state) ||
    state.startsWith('late-')
  )
}

/** The panel "Your certification is renewed" stands on the day of the renewal and the day after. */
export function justRenewed({ state, facts }: Standing, today: string): boolean {
  if (state !== 'renewed' || !facts.renewedOn) return false
  const days = (Date.parse(today) - Date.parse(facts.renewedOn)) / 86_400_000
  return days === 0 || days === 1
}
