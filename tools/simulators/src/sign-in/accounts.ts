import { createHash, randomUUID } from 'node:crypto'
import type { Records } from '../records.ts'
import type { Language, Person, Provider, Realm } from './options.ts'
import { hashPassword } from './passwords.ts'

export interface Account {
  realm: Realm
  subject: string
  email: string
  emailVerified: boolean
  password: string | null
  firstName: string
  lastName: string
  locale: Language
  roles: string[]
  /** The subject at each outside provider that opens this account. */
  linked: Partial<Record<Provider, string>>
  disabled: boolean
}

export interface Accounts {
  find(realm: Realm, subject: string): Account | undefined
  findByEmail(realm: Realm, email: string): Account | undefined
  findLinked(realm: Realm, provider: Provider, subject: string): Account | undefined
  save(account: Account): Account
  all(): Account[]
  seed(people: readonly Person[]): Promise<void>
}

const fold = (email: string) => email.trim().toLowerCase()

/** The same person has the same subject at a provider on every start. */
export const outsideSubject = (provider: Provider, email: string) =>
  createHash('sha256')
    .update(`${provider} ${fold(email)}`)
    .digest('hex')
    .slice(0, 21)

export function newAccount(
  realm: Realm,
  from: Pick<Account, 'email' | 'firstName' | 'lastName' | 'locale'>,
): Account {
  return {
    realm,
    subject: randomUUID(),
    emailVerified: false,
    password: null,
    roles: realm === 'peers' ? ['peer'] : [],
    linked: {},
    disabled: false,
    ...from,
    email: from.email.trim(),
  }
}

function accountOf(person: Person, password: string | null): Account {
  const { realm, subject, email, firstName, lastName } = person
  return {
    realm,
    subject,
    email,
    emailVerified: person.emailVerified ?? true,
    password,
    firstName,
    lastName,
    locale: person.locale ?? 'en',
    roles: [...(person.roles ?? (realm === 'peers' ? ['peer'] : []))],
    linked: {
      ...(person.google && { google: outsideSubject('google', email) }),
      ...(person.microsoft && { microsoft: outsideSubject('microsoft', email) }),
    },
    disabled: false,
  }
}

export function openAccounts(records: Records<Account>): Accounts {
  const byEmail = new Map<string, string>()
  const key = (realm: Realm, id: string) => `${realm}:${id}`
  for (const account of records.values())
    byEmail.set(key(account.realm, fold(account.email)), account.subject)

  const accounts: Accounts = {
    find: (realm, subject) => records.get(key(realm, subject)),
    findByEmail(realm, email) {
      const subject = byEmail.get(key(realm, fold(email)))
      return subject === undefined ? undefined : accounts.find(realm, subject)
    },
    findLinked: (realm, provider, subject) =>
      records.values().find((a) => a.realm === realm && a.linked[provider] === subject),
    save(account) {
      const before = accounts.find(account.realm, account.subject)
      if (before) byEmail.delete(key(before.realm, fold(before.email)))
      byEmail.set(key(account.realm, fold(account.email)), account.subject)
      records.set(key(account.realm, account.subject), account)
      return account
    },
    all: () => records.values(),
    /** What somebody changed since outlives the next start. */
    async seed(people) {
      const hashes = new Map<string, Promise<string>>()
      for (const person of people) {
        if (accounts.find(person.realm, person.subject)) continue
        if (accounts.findByEmail(person.realm, person.email)) continue
        const { password } = person
        // Demo people share one password: it is hashed once.
        if (password && !hashes.has(password)) hashes.set(password, hashPassword(password))
        accounts.save(accountOf(person, password ? ((await hashes.get(password)) ?? null) : null))
      }
    },
  }
  return accounts
}

export const nameOf = (account: Account) => `${account.firstName} ${account.lastName}`.trim()
