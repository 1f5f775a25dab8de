import { Temporal } from 'temporal-polyfill'

/**
 * Until when a renewal can still be paid (M-10): on time through the expiration date (REN-3), late
 * for some months after it (REN-20). Nothing when it is too late for both.
 */
export function payBy(expiresOn: string, today: string, lateMonths: number): string | undefined {
  if (today <= expiresOn) return expiresOn
  const last = Temporal.PlainDate.from(expiresOn).add({ months: lateMonths }).toString()
  return today <= last ? last : undefined
}
