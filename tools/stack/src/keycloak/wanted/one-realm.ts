import type { RealmFacts } from '../realm-facts.ts'
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

export function peersOnly(facts: RealmFacts, expected: Expected): Setting[] {
  const { clients, roles, defaultRoles, profileFields, serviceRoles } = facts
  const accounts = clients.filter((client) => client.serviceAccountsEnabled)
  return [
    row(
      'roles',
      outsideRoles.filter((role) => !roles.includes(role)),
      [],
    ),
    row('given to everybody', sorted(defaultRoles), [
      'manage-account-links',
      'offline_access',
      'peer',
      'uma_authorization',
    ]),
    row('asked of a person', profileFields, ['username', 'email', 'firstName', 'lastName']),
    row('services', sorted(accounts.map(({ clientId }) => clientId)), services),
    ...services.map((name) =>
      row(`role of ${name}`, serviceRoles[name]?.includes('service'), true),
    ),
    ...accounts
      .filter(({ clientId }) => clientId !== 'portal')
      .map(({ clientId, defaultClientScopes }) =>
        row(`whom ${clientId} may call`, callable(defaultClientScopes), calls(clientId)),
      ),
    ...brokerSettings(facts, expected),
  ]
}

const callable = (scopes: readonly string[]) =>
  sorted(scopes.filter((name) => name.startsWith('to-')).map((name) => name.slice(3)))

const calls = (service: string) =>
  service === 'importer'
    ? ['applications', 'identity']
    : audiences.filter((audience) => audience !== service)

function brokerSettings({ brokers }: RealmFacts, expected: Expected): Setting[] {
  return [
    row('brokers', sorted(brokers.map(({ alias }) => alias)), ['google', 'microsoft']),
    ...brokers.flatMap((broker) => [
      row(`${broker.alias} is on`, broker.enabled, expected.brokers.includes(broker.alias)),
      row(`${broker.alias} speaks OpenID`, broker.providerId, 'oidc'),
      row(
        `PKCE to ${broker.alias}`,
        [broker.config.pkceEnabled, broker.config.pkceMethod],
        ['true', 'S256'],
      ),
      row(
        `signatures of ${broker.alias} are checked`,
        [broker.config.validateSignature, broker.config.useJwksUrl],
        ['true', 'true'],
      ),
      row(`${broker.alias}’s issuer is named`, Boolean(broker.config.issuer), true),
      row(
        `addresses that ${broker.alias} confirms are believed`,
        broker.trustEmail,
        broker.alias === 'google',
      ),
      row(`tokens of ${broker.alias} are not kept`, broker.storeToken, false),
      row(
        `first time from ${broker.alias}`,
        broker.firstBrokerLoginFlowAlias,
        'first broker login',
      ),
    ]),
  ]
}

export function staffOnly(facts: RealmFacts): Setting[] {
  const { roles, realm, brokers, clients } = facts
  return [
    row(
      'roles',
      staffRoles.filter((role) => !roles.includes(role)),
      [],
    ),
    row(
      'no brokers',
      brokers.map(({ alias }) => alias),
      [],
    ),
    row(
      'no services',
      clients.filter((one) => one.serviceAccountsEnabled).map((one) => one.clientId),
      [],
    ),
    ...flowSettings(facts),
    row(
      'one-time codes',
      [realm.otpPolicyType, realm.otpPolicyDigits, realm.otpPolicyPeriod],
      ['totp', 6, 30],
    ),
    row('a code works once', realm.otpPolicyCodeReusable, false),
    row('clocks may differ by one code', realm.otpPolicyLookAheadWindow, 1),
  ]
}

function flowSettings({ browserSteps, resetSteps }: RealmFacts): Setting[] {
  const steps = (list: RealmFacts['browserSteps']) =>
    list.filter((one) => one.providerId).map((one) => `${one.providerId} ${one.requirement}`)
  return [
    row('log-in', steps(browserSteps), [
      'auth-cookie ALTERNATIVE',
      'auth-username-password-form REQUIRED',
      'auth-otp-form REQUIRED',
    ]),
    row('a new password', steps(resetSteps), [
      'reset-credentials-choose-user REQUIRED',
      'reset-credential-email REQUIRED',
      'reset-password REQUIRED',
    ]),
    row(
      'a new password logs nobody in',
      resetSteps.find((one) => one.providerId === 'reset-credential-email')?.config?.[
        'force-login'
      ],
      'true',
    ),
  ]
}
