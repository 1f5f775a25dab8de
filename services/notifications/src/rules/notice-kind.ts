import type { Because, WordingName } from './words/wording.ts'

/** The sixteen mails, and how each may be treated. */
export type Kind =
  | 'M-1'
  | 'M-2'
  | 'M-3'
  | 'M-4'
  | 'M-5'
  | 'M-6'
  | 'M-7'
  | 'M-8'
  | 'M-9'
  | 'M-10'
  | 'M-11'
  | 'M-12'
  | 'M-13'
  | 'M-14'
  | 'M-15'
  | 'M-16'

/** Service mail goes before reminders, and neither waits for the other's pace. */
export type Lane = 'service' | 'reminders'

export interface Traits {
  readonly lane: Lane
  readonly because: Because
  /** What the mail must say and no event may carry; asked for when the mail is sent. */
  readonly secret?: 'code' | 'voucher' | 'former-address'
  /** Place in the series of which only the latest counts on one day (NOT-3). */
  readonly step?: number
  /** Can be switched off by the holder (REN-18); all others always go (REN-16). */
  readonly optional?: true
  /** Its subject counts the days that are left. */
  readonly counts?: true
}

const service: Traits = { lane: 'service', because: 'certification' }
const reminder: Traits = { lane: 'reminders', because: 'reminder', optional: true }

export const traits: Readonly<Record<Kind, Traits>> = {
  'M-1': { lane: 'reminders', because: 'notice', step: 1 },
  'M-2': { ...reminder, step: 2, counts: true },
  'M-3': { ...reminder, step: 3, counts: true },
  'M-4': { ...reminder, step: 4, counts: true },
  'M-5': { ...reminder, step: 5 },
  'M-6': service,
  'M-7': service,
  'M-8': service,
  'M-9': service,
  'M-10': service,
  'M-11': service,
  'M-12': { lane: 'reminders', because: 'certification' },
  'M-13': { lane: 'service', because: 'code', secret: 'code' },
  'M-14': { ...service, secret: 'voucher' },
  'M-15': service,
  'M-16': { lane: 'service', because: 'former', secret: 'former-address' },
}

/** How applications calls the kinds it decides on. */
export type ReminderKind = '90' | '60' | '30' | '7' | '0' | 'expired'

export const kindOfReminder: Readonly<Record<ReminderKind, Kind>> = {
  '90': 'M-1',
  '60': 'M-2',
  '30': 'M-3',
  '7': 'M-4',
  '0': 'M-5',
  expired: 'M-12',
}

export const reminderOfKind: Partial<Record<Kind, ReminderKind>> = {
  'M-1': '90',
  'M-2': '60',
  'M-3': '30',
  'M-4': '7',
  'M-5': '0',
  'M-12': 'expired',
}

export function wordingOf(kind: Kind, facts: { readonly approved?: unknown }): WordingName {
  if (kind !== 'M-9') return kind
  return facts.approved === true ? 'M-9-approved' : 'M-9-refused'
}

/** A copy repeats what everybody may read again; codes and mail to a former address are not that. */
export function mayBeCopied(kind: Kind): boolean {
  return traits[kind].secret === undefined
}
