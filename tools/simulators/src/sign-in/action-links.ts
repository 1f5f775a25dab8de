import { createHash, randomBytes } from 'node:crypto'
import type { Records } from '../records.ts'
import type { Account } from './accounts.ts'
import type { Language, Realm } from './options.ts'

export type Purpose = 'verify' | 'reset' | 'change'

/** A promise made by mail: whoever opens the link has the mailbox. Only a hash of the link is kept. */
export interface ActionLink {
  purpose: Purpose
  realm: Realm
  subject: string
  /** The address the link was sent to. */
  email: string
  uid: string
  language: Language
  made: number
  until: number
}

const minutes = 60 * 1000
const lives: Record<Purpose, number> = {
  verify: 24 * 60 * minutes,
  reset: 60 * minutes,
  change: 24 * 60 * minutes,
}
const perHour = 5

export interface ActionLinks {
  make(
    purpose: Purpose,
    account: Account,
    to: { email: string; uid: string; language: Language },
  ): string
  find(key: string): ActionLink | undefined
  /** Once, and with it all others for the same thing. */
  use(key: string): void
  tooOften(purpose: Purpose, account: Account): boolean
}

const hashOf = (key: string) => createHash('sha256').update(key).digest('base64url')

export function openActionLinks(records: Records<ActionLink>, now: () => number): ActionLinks {
  const sweep = () => {
    for (const [id, link] of records.entries()) if (link.until < now()) records.delete(id)
  }
  return {
    make(purpose, { realm, subject }, { email, uid, language }) {
      sweep()
      const key = randomBytes(32).toString('base64url')
      const until = now() + lives[purpose]
      const made = { purpose, realm, subject, email, uid, language, made: now(), until }
      records.set(hashOf(key), made)
      return key
    },
    find(key) {
      const link = records.get(hashOf(key))
      return link && link.until > now() ? link : undefined
    },
    use(key) {
      const used = records.get(hashOf(key))
      for (const [id, link] of records.entries())
        if (link.subject === used?.subject && link.purpose === used.purpose) records.delete(id)
    },
    tooOften(purpose, { subject }) {
      const recent = records
        .values()
        .filter(
          (l) => l.subject === subject && l.purpose === purpose && now() - l.made < 60 * minutes,
        )
      return recent.length >= perHour
    },
  }
}
