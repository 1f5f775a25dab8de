import { addYears, type Day } from './calendar.ts'
import { phaseOn, type WindowNumbers } from './window.ts'

/** What was decided about a certification; the calendar is not part of it. */
export type Hold = 'ACTIVE' | 'SUSPENDED' | 'REVOKED' | 'SURRENDERED'
export type Status = Hold | 'EXPIRED' | 'VACATED'
export type RegistryStatus = 'Active' | 'Expired' | 'Suspended' | 'Revoked' | 'Inactive'

interface Held {
  readonly hold: Hold
  readonly expiresOn: Day
}

/** The state of a certification on a day (CRT table), computed whenever it is asked for (REG-5). */
export function statusOn(certification: Held, day: Day, numbers: WindowNumbers): Status {
  if (certification.hold !== 'ACTIVE') return certification.hold
  const phase = phaseOn(certification.expiresOn, day, numbers)
  if (phase === 'vacated') return 'VACATED'
  return phase === 'late' || phase === 'needs-exam' ? 'EXPIRED' : 'ACTIVE'
}

const shown: Readonly<Record<Status, RegistryStatus>> = {
  ACTIVE: 'Active',
  EXPIRED: 'Expired',
  VACATED: 'Expired',
  SUSPENDED: 'Suspended',
  REVOKED: 'Revoked',
  SURRENDERED: 'Inactive',
}

export function registryStatusOf(status: Status): RegistryStatus {
  return shown[status]
}

/** How long the registry shows what is over (REG-6); whatever is not over stays. */
export function isListed(
  certification: Held & { readonly heldSince: Day | null },
  day: Day,
  years: { readonly registryExpiredYears: number; readonly registryRevokedYears: number },
): boolean {
  const { hold, expiresOn, heldSince } = certification
  if (hold === 'SUSPENDED') return true
  if (hold === 'REVOKED') return day <= addYears(heldSince ?? expiresOn, years.registryRevokedYears)
  return day <= addYears(expiresOn, years.registryExpiredYears)
}

/** A suspension or revocation with the instants between which it holds. */
export interface Sanction {
  readonly kind: 'suspension' | 'revocation'
  readonly effectiveAt: Date
  readonly liftedAt: Date | null
}

/**
 * What an instant makes of a certification: revocation is the strongest, then suspension, then that
 * its holder gave it up (CRT table).
 */
export function heldBy(
  { sanctions, surrendered }: { sanctions: readonly Sanction[]; surrendered: boolean },
  at: Date,
): Hold {
  const inForce = sanctions.filter(
    ({ effectiveAt, liftedAt }) => effectiveAt <= at && (liftedAt === null || liftedAt > at),
  )
  if (inForce.some(({ kind }) => kind === 'revocation')) return 'REVOKED'
  if (inForce.length > 0) return 'SUSPENDED'
  return surrendered ? 'SURRENDERED' : 'ACTIVE'
}
