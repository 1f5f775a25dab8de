import type { ServiceName, Services } from '../client/services.ts'
import { type CertificationRow, type FoundRow, foundRow } from '../rules/found-rows.ts'
import { gather } from './gathering.ts'

/** What a service takes in one question. */
export const mostPeople = 200

export interface DeskPeople {
  /** Null when applications did not answer. */
  readonly held: ReadonlyMap<string, CertificationRow> | null
  readonly rowOf: (accountId: string) => FoundRow
  readonly missing: readonly ServiceName[]
}

/** The people of a work list, each as a search would show them. */
export async function peopleOf(
  { identity, applications }: Services,
  accountIds: string[],
): Promise<DeskPeople> {
  const body = { accountIds }
  const { found, missing } = await gather({
    identity: identity.POST('/staff/people/search', { body }),
    applications: applications.POST('/staff/certifications/search', { body }),
  })
  const people = new Map(found.identity?.people.map((row) => [row.accountId, row]))
  const held = new Map(found.applications?.certifications.map((row) => [row.accountId, row]))
  const rowOf = (accountId: string) => {
    const hit = { accountId, matched: 'person' as const, label: null }
    return foundRow(hit, people.get(accountId), held.get(accountId))
  }
  return { held: found.applications ? held : null, rowOf, missing }
}
