import type { DataFolder } from '@peercert/local/data-folder'
import { demoPassword, type Person } from '@peercert/local/people'
import { signInOptions, subjectOf } from '@peercert/local/simulators'
import type { PersonTokens } from '@peercert/local/tokens'
import { addPeople, type NewPerson } from './keycloak/people.ts'
import { type IssuingServer, issueTokens } from './keycloak/person-tokens.ts'
import type { RealmSettings } from './keycloak/realm-settings.ts'
import { oneTimeSecretOf } from './one-time-secret.ts'
import type { SignIn, SignInOptions } from './sign-in.ts'

const brokers = ['google', 'microsoft'] as const
const services = ['identity', 'applications', 'payments', 'notifications', 'ce-audit', 'importer']

/** On a server that runs already, wherever it does. */
export function keycloakSignIn(keycloak: IssuingServer, folder: DataFolder): SignIn {
  const keys = new TokenShelf(keycloak)
  return {
    tokensOf: (email) => keys.tokensOf(email),
    oneTimeSecretOf: ({ email, realm }) =>
      realm === 'staff' ? oneTimeSecretOf(folder, email) : undefined,
    seed: async (people) =>
      void (await addPeople(
        keycloak,
        people.map((person) => accountOf(person, folder)),
      )),
  }
}

type Place = Pick<SignInOptions, 'folder' | 'urls'>

/** Google and Microsoft, simulated: the sign-in of local mode, of which only the outside pages are used. */
export function outsideOptions({ folder, urls, demo }: Place & { readonly demo: boolean }) {
  const url = urls['outside-sign-ins'] ?? ''
  const base = signInOptions(folder, { ...urls, 'sign-in': url }, demo)
  const redirectUris = brokers.map(
    (name) => `${urls['sign-in']}/realms/peers/broker/${name}/endpoint`,
  )
  const client = { id: 'keycloak', secret: folder.secret('broker'), redirectUris }
  return { ...base, outsideClients: [client] }
}

/** What this installation's realms are told: secrets, mail server, outside sign-ins. */
export function realmSettingsOf({ folder, urls }: Place): RealmSettings {
  const secretOf = (name: string) => [name, folder.secret(`client.${name}`)] as const
  const broker = (name: string) => {
    const issuer = `${urls['outside-sign-ins']}/${name}`
    return [name, { issuer, clientId: 'keycloak', secret: folder.secret('broker') }] as const
  }
  return {
    portal: { url: urls.portal ?? '', secret: folder.secret('client.portal') },
    services: Object.fromEntries(services.map(secretOf)),
    smtp: { host: '127.0.0.1', port: Number(new URL(urls.smtp ?? '').port) },
    brokers: Object.fromEntries(brokers.map(broker)),
  }
}

function accountOf(person: Person, folder: DataFolder): NewPerson {
  const { name, email, realm, roles, language, signsInWith } = person
  return {
    name,
    email,
    realm,
    language,
    subject: subjectOf(email),
    // Everybody in the realm of peers is one by default.
    roles: realm === 'staff' ? roles : [],
    ...(signsInWith === 'password' ? { password: demoPassword } : { linked: [signsInWith] }),
    ...(realm === 'staff' && { oneTimeSecret: oneTimeSecretOf(folder, email) }),
  }
}

const spareMs = 60_000

/** Tokens that were issued, until shortly before they end: Keycloak takes five requests for a new one. */
class TokenShelf {
  readonly #keycloak: IssuingServer
  readonly #kept = new Map<string, { readonly tokens: PersonTokens; readonly until: number }>()

  constructor(keycloak: IssuingServer) {
    this.#keycloak = keycloak
  }

  async tokensOf(email: string): Promise<PersonTokens> {
    const kept = this.#kept.get(email)
    if (kept && Date.now() < kept.until) return kept.tokens
    const { accessToken, idToken } = await this.#issue(email)
    const tokens = { accessToken, idToken }
    this.#kept.set(email, { tokens, until: endOf(accessToken) - spareMs })
    return tokens
  }

  async #issue(email: string): Promise<PersonTokens> {
    const asPeer = issueTokens(this.#keycloak, { email, realm: 'peers' })
    return asPeer.catch(() => issueTokens(this.#keycloak, { email, realm: 'staff' }))
  }
}

function endOf(token: string): number {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
  return (claims as { exp: number }).exp * 1_000
}
