import { addDays, addMonths, addYears, type Day } from './calendar.ts'

/** The numbers of the program that windows are made of, as they are on the day that judges. */
export interface WindowNumbers {
  readonly windowDays: number
  readonly lateMonths: number
  readonly reinstateMonths: number
  readonly termYears: number
}

export interface Window {
  readonly opensOn: Day
  /** The last day of late renewal (REN-20). */
  readonly lateThrough: Day
  /** The last day of reinstatement with the exam (REN-22). */
  readonly reinstateThrough: Day
  /** Whatever day in the window the renewal is made (REN-11, REN-21). */
  readonly newExpiresOn: Day
}

export type Phase = 'not-open' | 'open' | 'last-day' | 'late' | 'needs-exam' | 'vacated'

/** Everything that follows from an expiration date. */
export function windowOf(expiresOn: Day, numbers: WindowNumbers): Window {
  return {
    opensOn: addDays(expiresOn, -numbers.windowDays),
    lateThrough: addMonths(expiresOn, numbers.lateMonths),
    reinstateThrough: addMonths(expiresOn, numbers.reinstateMonths),
    newExpiresOn: addYears(expiresOn, numbers.termYears),
  }
}

/** Where a day lies (REN-2, REN-3, REN-20, REN-22, REN-23); the expiration date itself is in time (CONV-5). */
export function phaseOn(expiresOn: Day, day: Day, numbers: WindowNumbers): Phase {
  const { opensOn, lateThrough, reinstateThrough } = windowOf(expiresOn, numbers)
  if (day < opensOn) return 'not-open'
  if (day < expiresOn) return 'open'
  if (day === expiresOn) return 'last-day'
  if (day <= lateThrough) return 'late'
  if (day <= reinstateThrough) return 'needs-exam'
  return 'vacated'
}

export function isLate(expiresOn: Day, day: Day): boolean {
  return day > expiresOn
}
