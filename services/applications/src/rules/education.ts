import { addYears, type Day, laterOf } from './calendar.ts'

export interface LookBack {
  readonly from: Day
  readonly to: Day
}

/**
 * The days whose education counts for a renewal sent on a day (CE-3): two years back, never before
 * the certification existed. A late renewal counts from its own day in the same way (REN-20).
 */
export function lookBack(firstIssuedOn: Day, sentOn: Day, years: number): LookBack {
  return { from: laterOf(addYears(sentOn, -years), firstIssuedOn), to: sentOn }
}

/** Records are kept two years from the later of sending and renewing (CE-21). */
export function keepRecordsUntil(sentOn: Day, renewedOn: Day, years: number): Day {
  return addYears(laterOf(sentOn, renewedOn), years)
}
