export type Realm = 'peers' | 'staff'
export type Language = 'en' | 'es'
export type Provider = 'google' | 'microsoft'

export const realms: Realm[] = ['peers', 'staff']
export const providers: Provider[] = ['google', 'microsoft']
export const providerNames: Record<Provider, string> = { google: 'Google', microsoft: 'Microsoft' }

/** Somebody who has an account from the start. */
export interface Person {
  realm: Realm
  subject: string
  email: string
  emailVerified?: boolean
  password?: string
  firstName: string
  lastName: string
  locale?: Language
  roles?: readonly string[]
  /** Signs in with the simulated Google or Microsoft, under the same address. */
  google?: boolean
  microsoft?: boolean
}

/** A service with an account of its own; `audience` names the services it may call. */
export interface ServiceClient {
  id: string
  secret: string
  audience: readonly string[]
  roles?: readonly string[]
}

export interface PortalClient {
  /** The address of the portal; what is not given is derived from it. */
  url: string
  id?: string
  secret: string
  redirectUris?: readonly string[]
  postLogoutRedirectUris?: readonly string[]
  backchannelLogoutUri?: string
}

export interface Links {
  home: string
  logIn: string
  help: string
  howTo: string
  privacy: string
  accessibility: string
  cannotGetIn: string
}

export interface Help {
  phone: string
  hours: Record<Language, string>
}

export interface SignInOptions {
  port?: number
  host?: string
  /** Where accounts, keys and sessions are kept across restarts; without it they live in memory. */
  folder?: string
  portal: PortalClient
  /** The services named in the tokens of people, by realm. */
  audience: Record<Realm, readonly string[]>
  services?: readonly ServiceClient[]
  smtp: { host: string; port: number }
  from?: { name: string; address: string }
  people?: readonly Person[]
  links?: Partial<Links>
  help?: Partial<Help>
  /** Machine time in milliseconds; tests move it. */
  now?: () => number
}

export function linksOf({ portal: { url }, links }: SignInOptions): Links {
  const base = url.replace(/\/$/, '')
  return {
    home: `${base}/`,
    logIn: `${base}/auth/log-in`,
    help: `${base}/help`,
    howTo: `${base}/how-to-renew`,
    privacy: `${base}/privacy`,
    accessibility: `${base}/accessibility`,
    cannotGetIn: `${base}/cannot-get-in`,
    ...links,
  }
}

export function helpOf({ help }: SignInOptions): Help {
  return {
    phone: '916-555-0142',
    hours: {
      en: 'Monday to Friday, 8\u00a0a.m. to 5\u00a0p.m.',
      es: 'de lunes a viernes, de 8\u00a0a.\u00a0m. a 5\u00a0p.\u00a0m.',
    },
    ...help,
  }
}
