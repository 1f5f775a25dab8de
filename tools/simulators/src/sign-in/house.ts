import type { Provider as Library } from './library.ts'
import type { Journal } from '../journal.ts'
import type { Accounts, Account } from './accounts.ts'
import type { ActionLinks } from './action-links.ts'
import type { Attempts } from './attempts.ts'
import type { Frame } from './layout.ts'
import { composeLetter, type LetterParts } from './letters.ts'
import type { Language, PortalClient, Provider, Realm, SignInOptions } from './options.ts'
import type { RealmParts } from './realm.ts'
import type { SessionsOf } from './sessions.ts'
import { sendMail } from './smtp-client.ts'

/** One realm: the library that speaks the protocol, and what it stands on. */
export interface RealmHouse {
  name: Realm
  parts: RealmParts
  sessions: SessionsOf
  /** Made anew when keys rotate. */
  library: Library
  rebuild(): void
}

/** An outside sign-in that is proven but not yet joined to an account. */
export interface Proven {
  provider: Provider
  subject: string
  email: string
  firstName: string
  lastName: string
}

/** What a log-in under way remembers beside what the library does. */
export interface Extra {
  csrf: string
  /** The language chosen on these pages; it is passed on with the account. */
  language?: Language
  proven?: Proven
  /** Another outside way, proven just before. */
  before?: Proven
  /** The account that waits for its mail to be opened. */
  waiting?: { subject: string; email: string }
  failedProvider?: Provider
  note?: string
}

export interface House {
  url: string
  options: SignInOptions
  portal: Required<PortalClient>
  frame: Frame
  accounts: Accounts
  actionLinks: ActionLinks
  attempts: Attempts
  journal: Journal
  realms: Record<Realm, RealmHouse>
  extras: Map<string, Extra>
  outside: OutsideDoor
  now(): number
}

/** Where Google and Microsoft (simulated) are reached. */
export interface OutsideDoor {
  begin(provider: Provider, uid: string, realm: Realm, language: Language): string
  /** Who came back, or null when they cancelled or the provider kept silent. */
  finish(
    provider: Provider,
    query: { code?: string | undefined; state?: string | undefined },
  ): Promise<{ uid: string; realm: Realm; proven: Proven | null } | null>
}

export const passwordLength: Record<Realm, number> = { peers: 12, staff: 14 }

export const formTargets = ({ portal }: House): string[] => [
  ...new Set(
    [...portal.redirectUris, ...portal.postLogoutRedirectUris].map((u) => new URL(u).origin),
  ),
]

/** Mail that cannot be sent is written down and not shown: pages answer alike for everybody. */
export async function mail(house: House, letter: LetterParts): Promise<void> {
  const from = house.options.from ?? {
    name: 'Certification Program',
    address: 'sign-in@program.example',
  }
  const composed = composeLetter(letter, {
    from,
    site: new URL(house.portal.url).host,
    help: house.frame.help,
  })
  const { realm, subject } = letter.account
  try {
    await sendMail(house.options.smtp, composed)
    house.journal.write('mail', { kind: letter.kind, realm, subject })
  } catch (error) {
    house.journal.write('mail-failed', { kind: letter.kind, realm, subject, error: String(error) })
  }
}

/** The link leads back into the log-in it came from, if that is still under way in the same browser. */
export async function mailLink(
  house: House,
  account: Account,
  link: { purpose: 'verify' | 'reset' | 'change'; to: string; uid: string; language: Language },
): Promise<void> {
  const { purpose, to, uid, language } = link
  const key = house.actionLinks.make(purpose, account, { email: to, uid, language })
  const address = `${house.url}/realms/${account.realm}/login-actions/${uid}/action-token?key=${key}`
  await mail(house, { kind: purpose, language, account, to, link: address })
}
