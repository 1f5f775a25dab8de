import {
  interactionPolicy,
  Provider as OidcLibrary,
  type OidcContext,
  type Provider as Library,
} from './library.ts'
import { outsideSubject } from './accounts.ts'
import type { KeyRing } from './keys.ts'
import type { Provider } from './options.ts'
import { Shelves } from './shelves.ts'

/** Somebody at the simulated Google or Microsoft. */
export interface OutsidePerson {
  email: string
  firstName: string
  lastName: string
}

export interface OutsideClient {
  id: string
  secret: string
  redirectUris: readonly string[]
}

export interface OutsideParts {
  name: Provider
  url: string
  keys: KeyRing
  clients: readonly OutsideClient[]
  cookieKey: string
  people(): OutsidePerson[]
}

export interface OutsideHouse extends OutsideParts {
  library: Library
  /** Remembers somebody who was typed in. */
  meet(person: OutsidePerson): string
}

function claimsOf(name: Provider, { email, firstName, lastName }: OutsidePerson) {
  const subject = outsideSubject(name, email)
  return {
    sub: subject,
    email,
    email_verified: true,
    name: `${firstName} ${lastName}`.trim(),
    given_name: firstName,
    family_name: lastName,
    ...(name === 'microsoft' && { oid: subject, preferred_username: email }),
  }
}

/** Asks every time who it is: several people share the computer of a demonstration. */
function policy() {
  const { base, Check, Prompt } = interactionPolicy
  const steps = base()
  steps.remove('consent')
  steps
    .get('login')
    .checks.add(new Check('always', 'choose who you are', (ctx) => !ctx.oidc.result?.login))
  // Both real ones know it; here everybody is asked in any case.
  steps.add(new Prompt({ name: 'select_account', requestable: true }))
  return steps
}

type Find = (subject: string) => OutsidePerson | undefined

function configurationOf(parts: OutsideParts, find: Find, library: () => Library) {
  const { name, keys, clients, cookieKey } = parts
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true }
  return {
    // Its access tokens are opaque: the address that says who somebody is must find them.
    adapter: new Shelves(null, new Set()).adapter,
    jwks: { keys: keys.all() },
    clients: clients.map(({ id, secret, redirectUris }) => ({
      client_id: id,
      client_secret: secret,
      redirect_uris: redirectUris,
      grant_types: ['authorization_code'],
      response_types: ['code'],
    })),
    routes: { jwks: '/certs', userinfo: '/userinfo' },
    claims,
    conformIdTokenClaims: false,
    pkce: { required: () => false },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: {
      policy: policy(),
      url: (_ctx: unknown, { uid }: { uid: string }) => `/${name}/choose/${uid}`,
    },
    cookies: {
      keys: [cookieKey],
      names: { session: `${name}-session`, interaction: `${name}-page`, resume: `${name}-resume` },
      long: { ...cookie, path: `/${name}` },
      short: cookie,
    },
    loadExistingGrant: (ctx: OidcContext) => grantFor(ctx, library()),
    findAccount(_ctx: unknown, accountId: string) {
      const person = find(accountId)
      return person && { accountId, claims: () => claimsOf(name, person) }
    },
    ttl: {
      Interaction: 3600,
      Session: 3600,
      Grant: 3600,
      AccessToken: 300,
      IdToken: 300,
      AuthorizationCode: 60,
    },
  }
}

async function grantFor({ oidc: { client, account } }: OidcContext, library: Library) {
  const owner = { clientId: client.clientId, accountId: account?.accountId ?? '' }
  const grant = new library.Grant(owner)
  grant.addOIDCScope('openid profile email')
  await grant.save()
  return grant
}

const claims = {
  openid: ['sub', 'oid'],
  profile: ['name', 'given_name', 'family_name', 'preferred_username'],
  email: ['email', 'email_verified'],
}

/** A small OpenID provider of its own: own issuer, own keys, own page. */
export function buildOutside(parts: OutsideParts): OutsideHouse {
  const { name, url } = parts
  const met = new Map<string, OutsidePerson>()
  const find: Find = (subject) =>
    met.get(subject) ?? parts.people().find(({ email }) => outsideSubject(name, email) === subject)
  const library: Library = new OidcLibrary(
    `${url}/${name}`,
    configurationOf(parts, find, () => library),
  )
  return {
    ...parts,
    library,
    meet(person) {
      const subject = outsideSubject(name, person.email)
      if (!find(subject)) met.set(subject, person)
      return subject
    },
  }
}
