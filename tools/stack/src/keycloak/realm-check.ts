import { isDeepStrictEqual } from 'node:util'
import type { AdminApi } from './admin.ts'
import { readRealm } from './realm-facts.ts'
import { realmNames } from './realm-settings.ts'
import { settingsOf } from './realm-wanted.ts'
import type { Expected, Setting } from './wanted/setting.ts'

export interface Verdict {
  /** How many settings were looked at. */
  readonly asserted: number
  readonly wrong: readonly Setting[]
}

/** Reads both realms back from the running server: an import that took a file is no proof of what it did. */
export async function checkRealms(api: AdminApi, expected: Expected): Promise<Verdict> {
  const settings: Setting[] = []
  for (const realm of realmNames)
    settings.push(...settingsOf(realm, await readRealm(api, realm), expected))
  return {
    asserted: settings.length,
    wrong: settings.filter(({ is, wanted }) => !isDeepStrictEqual(is, wanted)),
  }
}

export function sentenceOf({ name, is, wanted }: Setting): string {
  return `${name}: is ${JSON.stringify(is) ?? 'nothing'}, must be ${JSON.stringify(wanted)}`
}
