import type { ClientFacts, RealmFacts } from '../realm-facts.ts'
import {
  audiences,
  type Expected,
  outsideRoles,
  row,
  services,
  type Setting,
  sorted,
  staffRoles,
} from './setting.ts'

export function portalSettings(
  { clients, portalRoles }: RealmFacts,
  { portalUrl }: Expected,
): Setting[] {
  const portal = clients.find(({ clientId }) => clientId === 'portal')
  const attributes = portal?.attributes ?? {}
  const scopes = ['basic', 'acr', 'roles', 'profile', 'email', ...audiences.map((a) => `to-${a}`)]
  const roles = sorted(portalRoles)
  return [
    row('the portal may sign people in', portal?.enabled && portal.standardFlowEnabled, true),
    row('the portal has a secret', portal?.publicClient, false),
    row('the portal’s way back, exactly', portal?.redirectUris, [`${portalUrl}/auth/callback`]),
    row('the portal’s way out, exactly', attributes['post.logout.redirect.uris'], `${portalUrl}/`),
    row(
      'the portal hears of ended sessions',
      attributes['backchannel.logout.url'],
      `${portalUrl}/auth/back-channel-log-out`,
    ),
    row('and of which one', attributes['backchannel.logout.session.required'], 'true'),
    row('PKCE with S256', attributes['pkce.code.challenge.method'], 'S256'),
    row('scopes of the portal', sorted(portal?.defaultClientScopes), sorted(scopes)),
    row('no scopes to ask for', portal?.optionalClientScopes, []),
    row('roles that reach the portal', roles, roles.includes('peer') ? outsideRoles : staffRoles),
  ]
}

/** The server's own clients, of which none may sign people in. */
export function everyClient({ clients }: RealmFacts): Setting[] {
  const live = clients.filter(({ enabled }) => enabled)
  const names = (test: (client: ClientFacts) => boolean) =>
    sorted(live.filter(test).map(({ clientId }) => clientId))
  const own = (client: ClientFacts) => services.includes(client.clientId)
  return [
    row(
      'clients that sign people in',
      names((one) => one.standardFlowEnabled && !one.bearerOnly && one.clientId !== 'broker'),
      ['portal'],
    ),
    row(
      'clients that take passwords',
      names((one) => one.directAccessGrantsEnabled),
      [],
    ),
    row(
      'clients with the implicit flow',
      names((one) => one.implicitFlowEnabled),
      [],
    ),
    row(
      'clients with every role',
      names((one) => own(one) && one.fullScopeAllowed),
      [],
    ),
    row(
      'clients with open ways back',
      names((one) => own(one) && one.redirectUris.some((uri) => uri.includes('*'))),
      [],
    ),
    row(
      'clients that scripts may call',
      names((one) => own(one) && one.webOrigins.length > 0),
      [],
    ),
    row(
      'clients with a weak secret',
      names((one) => own(one) && isWeak(one)),
      [],
    ),
  ]
}

/** A placeholder that nobody filled in is a secret that everybody knows. */
const isWeak = ({ secret = '' }: ClientFacts) => secret.length < 16 || secret.includes('${')
