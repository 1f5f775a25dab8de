import { addDays, type Day, daysBetween } from './calendar.ts'

/** Days before expiration on which a reminder is due; the day after expiration is `expired`. */
export type Kind = number
export const expired: Kind = -1

export interface ReminderNumbers {
  /** 90 first, then the extra ones (REN-16, REN-18). */
  readonly reminderDays: readonly number[]
  /** The expired notice goes at most this much later than its day. */
  readonly expiredNoticeDays: number
}

export function nameOf(kind: Kind): string {
  return kind === expired ? 'expired' : String(kind)
}

export function kindNamed(name: string): Kind {
  return name === 'expired' ? expired : Number(name)
}

/** All kinds of a term, in the order in which their days come. */
export function kindsOf({ reminderDays }: ReminderNumbers): Kind[] {
  return [...reminderDays].sort((a, b) => b - a).concat(expired)
}

/** The day on which a kind is due, for a certification that expires on a day. */
export function dueOn(expiresOn: Day, kind: Kind): Day {
  return addDays(expiresOn, -kind)
}

/** The latest kind whose day has come, or nothing: too early, or too late for the expired notice. */
export function latestKind(expiresOn: Day, day: Day, numbers: ReminderNumbers): Kind | null {
  const left = daysBetween(day, expiresOn)
  if (left < expired - numbers.expiredNoticeDays) return null
  return kindsOf(numbers).findLast((kind) => left <= kind) ?? null
}

export interface Due {
  readonly kind: Kind
  /** Kinds skipped by an outage or a suspension: recorded, never mailed. */
  readonly superseded: readonly Kind[]
  /** Stands for a 90-day notice that was never said; unsubscribing does not stop it. */
  readonly standsFor90: boolean
}

/** What a daily run says about one certification in good standing, given what is on record for this term. */
export function dueReminder(
  { expiresOn, recorded }: { expiresOn: Day; recorded: readonly Kind[] },
  day: Day,
  numbers: ReminderNumbers,
): Due | null {
  const kind = latestKind(expiresOn, day, numbers)
  if (kind === null || recorded.includes(kind)) return null
  const [first] = kindsOf(numbers)
  return {
    kind,
    superseded: kindsOf(numbers).filter((other) => other > kind && !recorded.includes(other)),
    standsFor90: kind !== first && !recorded.includes(first as Kind),
  }
}

/** The kinds whose day has passed when a certification is imported: nobody is flooded with them. */
export function passedKinds(expiresOn: Day, day: Day, numbers: ReminderNumbers): Kind[] {
  return kindsOf(numbers).filter((kind) => dueOn(expiresOn, kind) < day)
}

/** The days of expiration for which something may be due on a day. */
export function reach(day: Day, numbers: ReminderNumbers): { from: Day; to: Day } {
  return {
    from: addDays(day, expired - numbers.expiredNoticeDays),
    to: addDays(day, Math.max(...numbers.reminderDays)),
  }
}

/** Whether a reminder may still be sent (NOT-6): same term, good standing, not overtaken by a later kind. */
export function stillStands(
  reminder: { readonly kind: Kind; readonly sameTerm: boolean; readonly laterKind: boolean },
  holder: { readonly active: boolean; readonly expiresOn: Day; readonly waiting: boolean },
  day: Day,
  numbers: ReminderNumbers,
): boolean {
  if (!reminder.sameTerm || !holder.active || holder.waiting) return false
  // The first notice is owed whatever came since (REN-16); an extra one that was overtaken is not.
  if (reminder.laterKind && reminder.kind !== kindsOf(numbers)[0]) return false
  if (reminder.kind !== expired) return day <= holder.expiresOn
  const last = addDays(holder.expiresOn, numbers.expiredNoticeDays - expired)
  return day > holder.expiresOn && day <= last
}
