import type { components } from '@peercert/contracts/identity'

type Person = components['schemas']['Person']

/** Pages ask again whenever something changed; that is not another look at the file (SEC-4). */
const oneLookMs = 15 * 60_000
const most = 2_000

export interface OpenedFiles {
  find(key: string, now: Date): Person | undefined
  keep(key: string, person: Person, now: Date): void
}

/** Per member of staff and file, in this replica: another replica records at worst one look more. */
export function openedFiles(): OpenedFiles {
  const kept = new Map<string, { until: number; person: Person }>()
  return {
    find(key, now) {
      const held = kept.get(key)
      return held && held.until > now.getTime() ? held.person : undefined
    },
    keep(key, person, now) {
      const [oldest] = kept.keys()
      if (kept.size >= most && oldest !== undefined) kept.delete(oldest)
      kept.delete(key)
      kept.set(key, { until: now.getTime() + oneLookMs, person })
    },
  }
}
