import { daysBetween } from './formatting.ts'
import { type Kind, traits } from './notice-kind.ts'

/** What is known of a notice in the moment before it is sent (NOT-6). */
export interface Known {
  readonly kind: Kind
  readonly isCopy: boolean
  /** The civil date of today. */
  readonly today: string
  /** For reminders: the expiration they speak of. */
  readonly expiresOn?: string | undefined
  /** Absent: erased, or never there. */
  readonly contact?: { readonly mailState: 'ok' | 'bounced' } | undefined
  /** Does applications still stand behind it? Only asked for what it decided on. */
  readonly stands?: boolean | undefined
  /** A later reminder of the series waits, or one went out today (NOT-3). */
  readonly overtaken?: boolean | undefined
  /** The holder wants the extra reminders (REN-18). */
  readonly wanted: boolean
  /** It stands for a 90-day notice that was never sent, which nobody can switch off (REN-16). */
  readonly standsFor90?: boolean | undefined
  /** Present when the secret that the mail must say can still be had. */
  readonly secret?: { readonly email?: string | undefined } | undefined
}

export type Decision =
  | { readonly send: true }
  | {
      readonly send: false
      readonly state: 'withdrawn' | 'superseded' | 'undeliverable'
      readonly why: Why
    }

export type Why =
  | 'erased'
  | 'does-not-stand'
  | 'later-reminder'
  | 'switched-off'
  | 'day-has-passed'
  | 'secret-ended'
  | 'address-is-bad'

export function decideDelivery(known: Known): Decision {
  const { kind, contact, secret } = known
  if (!contact) return no('withdrawn', 'erased')
  if (!known.isCopy) {
    const refusal = decideReminder(known)
    if (refusal) return refusal
    if (traits[kind].secret !== undefined && !secret) return no('withdrawn', 'secret-ended')
  }
  // Another address than the one on file may well be good.
  if (contact.mailState === 'bounced' && secret?.email === undefined)
    return no('undeliverable', 'address-is-bad')
  return { send: true }
}

function decideReminder(known: Known): Decision | undefined {
  const { optional, step } = traits[known.kind]
  if (known.stands === false) return no('withdrawn', 'does-not-stand')
  if (step !== undefined && known.overtaken) return no('superseded', 'later-reminder')
  if (optional && !known.wanted && !known.standsFor90) return no('withdrawn', 'switched-off')
  return optional ? decideDay(known) : undefined
}

/** A mail that was held up must still be true on the day it goes. */
function decideDay({ kind, today, expiresOn = '' }: Known): Decision | undefined {
  const days = daysBetween(today, expiresOn)
  if (days < 0) return no('withdrawn', 'day-has-passed')
  // On the last day only the mail of the last day is right; it comes at six, if it is not here yet.
  if (days === 0 && kind !== 'M-5') return no('superseded', 'later-reminder')
  return undefined
}

function no(state: 'withdrawn' | 'superseded' | 'undeliverable', why: Why): Decision {
  return { send: false, state, why }
}
