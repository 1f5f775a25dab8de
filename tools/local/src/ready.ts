import type { Urls } from './environment.ts'
import { demoPassword, people, type Person } from './people.ts'

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
  /** Base32, for whoever is asked for a one-time code: what their phone would hold. */
  readonly oneTimeSecret?: string
}

/** The demo people stand in it once they are there. */
export function readyLine(urls: Urls, control: string, seeded: boolean): Ready {
  const url = (name: string) => urls[name] ?? ''
  return {
    ready: true,
    portal: url('portal'),
    services: Object.fromEntries(
      ['identity', 'applications', 'payments', 'notifications', 'portal'].map((name) => [
        name,
        url(name),
      ]),
    ),
    issuers: { peers: `${url('sign-in')}/realms/peers`, staff: `${url('sign-in')}/realms/staff` },
    mail: url('mail'),
    card: url('card'),
    clock: `${control}/clock`,
    people: seeded ? people.map(readyPerson) : [],
  }
}

function readyPerson({
  name,
  email,
  realm,
  roles,
  shows,
  certificate,
  language,
  signsInWith,
}: (typeof people)[number]): ReadyPerson {
  return {
    name,
    email,
    password: demoPassword,
    realm,
    roles,
    shows,
    certificate,
    language,
    signsInWith,
  }
}
