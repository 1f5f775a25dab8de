import type { components } from '@peercert/contracts/identity'
import { identity } from '../api/clients.ts'
import { answer, refusedAs } from '../api/problem.ts'
import { profileQuery, queryClient } from '../api/queries.ts'

export type Profile = components['schemas']['Profile']
export type Address = components['schemas']['Address']
export type ProfileChange = Omit<components['schemas']['ProfileChange'], 'version'>

export function keepProfile(profile: Profile): void {
  queryClient.setQueryData(profileQuery.queryKey, profile)
}

/** Somebody changed the same thing elsewhere since this page read it. */
export class ChangedElsewhere extends Error {
  readonly current: Profile

  constructor(current: Profile) {
    super('changed elsewhere')
    this.current = current
  }
}

/** Saves against what this page showed; another field's change elsewhere does not stand in the way. */
export async function saveProfile(shown: Profile, change: ProfileChange): Promise<Profile> {
  const send = (version: number) =>
    answer(identity.PATCH('/me/profile', { body: { version, ...change } }))
  try {
    const saved = await send(shown.version)
    keepProfile(saved)
    return saved
  } catch (error) {
    if (!refusedAs(error, 'profile-changed')) throw error
    const current = error.problem.current as Profile
    if (sameFields(shown, current, change)) {
      const saved = await send(current.version)
      keepProfile(saved)
      return saved
    }
    throw new ChangedElsewhere(current)
  }
}

function sameFields(shown: Profile, current: Profile, change: ProfileChange): boolean {
  return (Object.keys(change) as (keyof ProfileChange)[]).every(
    (field) => JSON.stringify(shown[field]) === JSON.stringify(current[field]),
  )
}
