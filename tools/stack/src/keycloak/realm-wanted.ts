import type { RealmFacts } from './realm-facts.ts'
import { everyClient, portalSettings } from './wanted/clients.ts'
import { peersOnly, staffOnly } from './wanted/one-realm.ts'
import { type Expected, row, type Setting, sorted } from './wanted/setting.ts'
import { audienceSettings, tokenSettings } from './wanted/tokens.ts'

/** Every setting that a realm must have, with what the server says about it. */
export function settingsOf(name: string, facts: RealmFacts, expected: Expected): Setting[] {
  const rows: Setting[] = [
    ...signingIn(name, facts),
    ...lifetimes(name, facts),
    ...records(name, facts),
    ...portalSettings(facts, expected),
    ...tokenSettings(facts),
    ...audienceSettings(facts),
    ...everyClient(facts),
    ...(name === 'peers' ? peersOnly(facts, expected) : staffOnly(facts)),
  ]
  return rows.map((row) => ({ ...row, name: `${name}: ${row.name}` }))
}

function signingIn(name: string, { realm }: RealmFacts): Setting[] {
  const policy =
    name === 'peers'
      ? 'length(12) and maxLength(128) and notUsername(undefined) and notEmail(undefined) and passwordHistory(5)'
      : 'length(14) and maxLength(128) and notUsername(undefined) and notEmail(undefined) and passwordHistory(10)'
  return [
    row('enabled', realm.enabled, true),
    row('self-registration', realm.registrationAllowed, name === 'peers'),
    row('the address is the user name', realm.registrationEmailAsUsername, true),
    row('log-in by address', realm.loginWithEmailAllowed, true),
    row('one account for an address', realm.duplicateEmailsAllowed, false),
    row('user names are not edited', realm.editUsernameAllowed, false),
    row('the address is confirmed', realm.verifyEmail, true),
    row('forgotten passwords', realm.resetPasswordAllowed, true),
    row('nobody is remembered', realm.rememberMe, false),
    row('TLS outside this machine', realm.sslRequired, 'external'),
    row('password policy', realm.passwordPolicy, policy),
    row('brute force is noticed', realm.bruteForceProtected, true),
    row('nobody is locked out for good', realm.permanentLockout, false),
    row('wrong passwords before a wait', realm.failureFactor, 5),
    row('the wait, in seconds', realm.waitIncrementSeconds, 900),
    row('the longest wait, in seconds', realm.maxFailureWaitSeconds, 900),
    row('how waits grow', realm.bruteForceStrategy, 'MULTIPLE'),
    row('pages in languages', realm.internationalizationEnabled, true),
    row('languages', sorted(realm.supportedLocales as string[]), ['en', 'es']),
    row('language unless asked otherwise', realm.defaultLocale, 'en'),
    row('login theme', realm.loginTheme, 'peercert'),
    row('e-mail theme', realm.emailTheme, 'peercert'),
  ]
}

function lifetimes(name: string, { realm }: RealmFacts): Setting[] {
  const attributes = realm.attributes as Record<string, string>
  const link = (action: string) => attributes[`actionTokenGeneratedByUserLifespan.${action}`]
  return [
    row('refresh tokens rotate', realm.revokeRefreshToken, true),
    row('reuse of a refresh token', realm.refreshTokenMaxReuse, 0),
    row('life of an access token', realm.accessTokenLifespan, 300),
    row('life of a code', realm.accessCodeLifespan, 60),
    row('idle time of a session', realm.ssoSessionIdleTimeout, 1800),
    row('longest session', realm.ssoSessionMaxLifespan, 36_000),
    row('link to confirm an address', link('verify-email'), '86400'),
    row('link to change an address', link('update-email'), '86400'),
    row('link to a new password', link('reset-credentials'), '3600'),
    ...(name === 'peers'
      ? [row('link to join two sign-ins', link('idp-verify-account-via-email'), '3600')]
      : []),
  ]
}

function records(name: string, { realm }: RealmFacts): Setting[] {
  const kept = name === 'peers' ? 7_776_000 : 31_536_000
  const headers = realm.browserSecurityHeaders as Record<string, string>
  const mail = realm.smtpServer as Record<string, string> | undefined
  const attributes = realm.attributes as Record<string, string>
  return [
    row('events are kept', realm.eventsEnabled, true),
    row('for so many seconds', realm.eventsExpiration, kept),
    row('what administrators do is kept', realm.adminEventsEnabled, true),
    row('without what they typed', realm.adminEventsDetailsEnabled, false),
    row('for so many seconds, too', attributes.adminEventsExpiration, String(kept)),
    row('a mail server is named', Boolean(mail?.host && mail.port), true),
    row('a sender is named', Boolean(mail?.from), true),
    row(
      'content security policy',
      headers.contentSecurityPolicy,
      "frame-src 'none'; frame-ancestors 'none'; object-src 'none';",
    ),
    row('in nobody’s frame', headers.xFrameOptions, 'DENY'),
    row('types are not guessed', headers.xContentTypeOptions, 'nosniff'),
    row('no referrer', headers.referrerPolicy, 'no-referrer'),
    row(
      'strict transport security',
      headers.strictTransportSecurity,
      'max-age=31536000; includeSubDomains',
    ),
  ]
}
