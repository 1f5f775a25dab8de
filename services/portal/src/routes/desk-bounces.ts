import { addDays, civilDate, compare } from '@peercert/chassis/civil-date'
import type { components } from '@peercert/contracts/notifications'
import { Problem } from '@peercert/chassis/problem'
import type { ServiceName, Services } from '../client/services.ts'
import type { Deps, Routes } from '../deps.ts'
import type { CertificationRow, FoundRow } from '../rules/found-rows.ts'
import { bounceDays } from '../rules/work-list.ts'
import { mostPeople, peopleOf } from './desk-people.ts'
import { namesOf } from './desk-names.ts'
import { asStaff } from './desk-search.ts'
import { gather } from './gathering.ts'

export type Bounce = components['schemas']['Bounce']

export const deskBounceRoutes: Pick<Routes, 'getDeskBounces'> = {
  async getDeskBounces({ request }, deps) {
    const services = await asStaff(request, deps)
    const { found, missing } = await gather({
      notifications: services.notifications.GET('/staff/bounces'),
    })
    if (missing.length > 0) throw new Problem('unavailable', { retryAfter: 5 })
    const dated = await datedBounces(deps, services, found.notifications?.bounces ?? [])
    const callers = dated.rows.flatMap(({ bounce }) => (bounce.call ? [bounce.call.by] : []))
    const names = await namesOf(services, callers)
    return { status: 200, body: { ...dated, names } }
  },
}

export interface DatedBounces {
  readonly rows: { bounce: Bounce; person: FoundRow }[]
  readonly missing: ServiceName[]
}

/** Of those whose mail bounced, the ones whose certification has a date in the next 90 days, or is just past it. */
export async function datedBounces(
  deps: Deps,
  services: Services,
  all: readonly Bounce[],
): Promise<DatedBounces> {
  const bounces = all.slice(0, mostPeople)
  if (bounces.length === 0) return { rows: [], missing: [] }
  const people = await peopleOf(
    services,
    bounces.map((one) => one.accountId),
  )
  const { held } = people
  const until = addDays(deps.clock.today(), bounceDays)
  const runs = (row: CertificationRow | undefined) =>
    row !== undefined && (row.running !== null || compare(civilDate(row.expiresOn), until) <= 0)
  // Better a call too many than a date missed because a service was silent.
  const dated = bounces.filter((one) => !held || runs(held.get(one.accountId)))
  const rows = dated.map((bounce) => ({ bounce, person: people.rowOf(bounce.accountId) }))
  return { rows, missing: [...people.missing] }
}
