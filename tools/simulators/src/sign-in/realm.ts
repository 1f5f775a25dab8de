import { randomBytes } from 'node:crypto'
import { interactionPolicy, Provider, type OidcContext, type TokenSource } from './library.ts'
import type { Accounts } from './accounts.ts'
import type { KeyRing } from './keys.ts'
import type { PortalClient, Realm, ServiceClient } from './options.ts'
import type { Shelves } from './shelves.ts'
import {
  accessToken,
  accessTokenSeconds,
  idToken,
  scopeOf,
  serviceToken,
  type Occasion,
} from './tokens.ts'

/** As in the realms of production: seconds a session may rest, and may last. */
const lives: Record<Realm, { idle: number; session: number }> = {
  peers: { idle: 1800, session: 36_000 },
  staff: { idle: 900, session: 28_800 },
}
/** Somebody who signed in longer ago proves again who they are before an account is changed. */
const actionAge = 300

export interface RealmParts {
  name: Realm
  issuer: string
  keys: KeyRing
  shelves: Shelves
  accounts: Accounts
  portal: Required<PortalClient>
  services: readonly ServiceClient[]
  audience: readonly string[]
  cookieKey: string
  renderError(ctx: OidcContext, out: { error: string }): Promise<void> | void
}

const paths = '/protocol/openid-connect'
const routes = {
  authorization: `${paths}/auth`,
  token: `${paths}/token`,
  jwks: `${paths}/certs`,
  userinfo: `${paths}/userinfo`,
  end_session: `${paths}/logout`,
  revocation: `${paths}/revoke`,
}

function clientsOf({ portal, services, name }: RealmParts) {
  return [
    {
      client_id: portal.id,
      client_secret: portal.secret,
      redirect_uris: portal.redirectUris,
      post_logout_redirect_uris: portal.postLogoutRedirectUris,
      backchannel_logout_uri: portal.backchannelLogoutUri,
      backchannel_logout_session_required: true,
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      response_types: ['code'],
    },
    // Service accounts live in one realm, as in production.
    ...(name === 'peers' ? services : [])
      .filter(({ id }) => id !== portal.id)
      .map(({ id, secret }) => ({
        client_id: id,
        client_secret: secret,
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
      })),
  ]
}

/** `kc_action` of Keycloak: something to be done to the account, on the way to the portal. */
function policy() {
  const { base, Prompt, Check } = interactionPolicy
  const steps = base()
  steps.remove('consent')
  const asked = (ctx: OidcContext) => ctx.oidc.params.kc_action !== undefined
  steps.get('login').checks.add(
    new Check('action_age', 'the sign-in is too old for this', (ctx) => {
      const { session, result } = ctx.oidc
      return asked(ctx) && !result?.login && !result?.kc_action && session.past(actionAge)
    }),
  )
  steps.add(
    new Prompt(
      { name: 'kc_action', requestable: false },
      (ctx) => ({ action: ctx.oidc.params.kc_action }),
      new Check(
        'kc_action',
        'an action is to be done',
        (ctx) => asked(ctx) && !ctx.oidc.result?.kc_action,
      ),
    ),
  )
  return steps
}

async function grantFor(ctx: OidcContext, provider: Provider) {
  const { client, account } = ctx.oidc
  const grant = new provider.Grant({
    clientId: client.clientId,
    accountId: account?.accountId ?? '',
  })
  grant.addOIDCScope('openid profile email roles web-origins acr basic')
  await grant.save()
  return grant
}

const cookiesOf = ({ name, cookieKey }: RealmParts) => {
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true }
  return {
    keys: [cookieKey],
    names: {
      session: `sign-in-${name}`,
      interaction: `sign-in-${name}-page`,
      resume: `sign-in-${name}-resume`,
    },
    long: { ...cookie, path: `/realms/${name}` },
    short: cookie,
  }
}

const timesOf = ({ idle, session }: { idle: number; session: number }) => ({
  AccessToken: accessTokenSeconds,
  ClientCredentials: accessTokenSeconds,
  IdToken: accessTokenSeconds,
  AuthorizationCode: 60,
  Interaction: 3600,
  RefreshToken: idle,
  Session: session,
  Grant: session,
})

const features = {
  devInteractions: { enabled: false },
  clientCredentials: { enabled: true },
  revocation: { enabled: true },
  backchannelLogout: { enabled: true },
  rpInitiatedLogout: { enabled: true },
}

function configurationOf(parts: RealmParts, provider: () => Provider) {
  const { name, keys, shelves, accounts } = parts
  return {
    adapter: shelves.adapter,
    jwks: { keys: keys.all() },
    clients: clientsOf(parts),
    routes,
    scopes: ['openid', 'profile', 'email', 'roles', 'web-origins', 'acr', 'basic'],
    extraParams: ['kc_action', 'kc_idp_hint', 'kc_locale'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx: unknown, client: OidcContext['oidc']['client']) =>
      client.grantTypeAllowed('refresh_token'),
    loadExistingGrant: (ctx: OidcContext) => grantFor(ctx, provider()),
    findAccount(_ctx: unknown, accountId: string) {
      const account = accounts.find(name, accountId)
      if (!account || account.disabled) return undefined
      return { accountId, claims: () => ({ sub: accountId }) }
    },
    interactions: {
      policy: policy(),
      url: (_ctx: unknown, { uid }: { uid: string }) => `/realms/${name}/login-actions/${uid}`,
    },
    cookies: cookiesOf(parts),
    ttl: timesOf(lives[name]),
    features,
    // The portal on this machine is a private address, which the library would not call.
    fetch: (url: string, { dispatcher: _guard, ...init }: RequestInit & { dispatcher?: unknown }) =>
      fetch(url, init),
    renderError: parts.renderError,
  }
}

/** The answer of the token address in the shape of Keycloak's, claim by claim. */
async function tokenAnswer(parts: RealmParts, ctx: OidcContext): Promise<object> {
  const { entities, client } = ctx.oidc
  const before = ctx.body as { refresh_token?: string }
  const source = entities.RefreshToken ?? entities.AuthorizationCode
  if (!source) {
    const known = parts.services.find(({ id }) => id === client.clientId)
    const service = known ?? { id: client.clientId, secret: '', audience: parts.audience }
    return {
      access_token: await serviceToken(parts, service),
      expires_in: accessTokenSeconds,
      refresh_expires_in: 0,
      token_type: 'Bearer',
      'not-before-policy': 0,
      scope: '',
    }
  }
  const account = parts.accounts.find(parts.name, source.accountId)
  if (!account) throw new Error('a token of nobody')
  const occasion = occasionOf(parts, source, entities.AuthorizationCode ? 'onrtac' : 'onrtrt')
  const access = await accessToken(parts, account, occasion)
  return {
    access_token: access,
    expires_in: accessTokenSeconds,
    refresh_expires_in: lives[parts.name].idle,
    refresh_token: before.refresh_token,
    token_type: 'Bearer',
    id_token: await idToken(parts, account, occasion, access),
    'not-before-policy': 0,
    session_state: occasion.sid,
    scope: occasion.scope,
  }
}

function occasionOf(parts: RealmParts, source: TokenSource, jti: Occasion['jti']): Occasion {
  return {
    clientId: source.clientId,
    sid: source.sid ?? '',
    authTime: source.authTime ?? 0,
    scope: scopeOf(source.scope),
    audience: parts.audience,
    amr: source.amr ?? [],
    // A refresh answers no question of a browser.
    nonce: jti === 'onrtac' ? source.nonce : undefined,
    jti,
  }
}

/** Keycloak's session ids have 24 characters. */
const newSid = () => randomBytes(18).toString('base64url')

export function buildProvider(parts: RealmParts): Provider {
  const provider: Provider = new Provider(
    parts.issuer,
    configurationOf(parts, () => provider),
  )
  provider.Client.prototype.includeSid = () => true
  provider.Session.prototype.ensureClientContainer = function (clientId: string) {
    if (!this.sidFor(clientId)) this.sidFor(clientId, newSid())
  }
  provider.use(async (ctx, next) => {
    await next()
    if (ctx.oidc?.route === 'token' && ctx.status === 200) ctx.body = await tokenAnswer(parts, ctx)
  })
  provider.on('authorization.success', (ctx: OidcContext, out: Record<string, unknown>) => {
    const { session, client, result } = ctx.oidc
    out.session_state = session.sidFor(client.clientId)
    const action = result?.kc_action as { status: string } | undefined
    if (action) out.kc_action_status = action.status
  })
  return provider
}
