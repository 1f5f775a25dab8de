import type { RealmFacts } from '../realm-facts.ts'
import { audiences, row, type Setting, sorted } from './setting.ts'

export function tokenSettings({ scopes, policies, profiles, actions }: RealmFacts): Setting[] {
  const mappers = (name: string) =>
    scopes.find((scope) => scope.name === name)?.protocolMappers ?? []
  const inAccess = (name: string) =>
    mappers(name).filter(({ config }) => config['access.token.claim'] === 'true')
  return [
    row(
      'PKCE policy',
      policies.filter((one) => one.enabled).map((one) => one.name),
      ['peercert'],
    ),
    row(
      'PKCE profile',
      profiles.find((one) => one.name === 'peercert')?.executors.map((one) => one.executor),
      ['pkce-enforcer'],
    ),
    row(
      'tokens carry a subject',
      mappers('basic').some((one) => one.name === 'sub'),
      true,
    ),
    row(
      'no name in access tokens',
      inAccess('profile').map((one) => one.name),
      [],
    ),
    row(
      'no address in access tokens',
      inAccess('email').map((one) => one.name),
      [],
    ),
    row(
      'the way of signing in is told to the portal',
      mappers('profile').some(({ config }) => config['claim.name'] === 'identity_provider'),
      true,
    ),
    row(
      'an address can be changed',
      actions.find(({ alias }) => alias === 'UPDATE_EMAIL')?.enabled,
      true,
    ),
    row('what may be asked of a person', enabledActions(actions), wantedActions),
    row(
      'asked of everybody',
      actions.filter((one) => one.defaultAction).map((one) => one.alias),
      [],
    ),
  ]
}

const wantedActions = [
  'CONFIGURE_TOTP',
  'UPDATE_EMAIL',
  'UPDATE_PASSWORD',
  'UPDATE_PROFILE',
  'VERIFY_EMAIL',
  'VERIFY_PROFILE',
  'delete_credential',
  'idp_link',
  'update_user_locale',
]
const enabledActions = (actions: RealmFacts['actions']) =>
  sorted(actions.filter((one) => one.enabled).map((one) => one.alias))

export function audienceSettings({ scopes }: RealmFacts): Setting[] {
  return audiences.map((audience) => {
    const scope = scopes.find((one) => one.name === `to-${audience}`)
    const named = scope?.protocolMappers?.map(({ config }) => config['included.custom.audience'])
    return row(`audience ${audience}`, named, [audience])
  })
}
