import type { Person } from './people.ts'

/** What `npm start -- --json` prints: an interface that scripts rely on. Fields are only added. */
export interface Ready {
  readonly ready: true
  readonly portal: string
  readonly services: Readonly<Record<string, string>>
  readonly issuers: { readonly peers: string; readonly staff: string }
  readonly mail: string
  readonly card: string
  readonly clock: string
  readonly people: readonly ReadyPerson[]
}

export interface ReadyPerson {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly realm: Person['realm']
  readonly roles: readonly string[]
  readonly shows: string
  readonly certificate: string | null
  readonly language: Person['language']
  readonly signsInWith: Person['signsInWith']
}
