import { type Config, integer, oneOf, secret, secretUrl, text, url } from '@peercert/chassis/config'

export const schema = {
  identityUrl: url(),
  applicationsUrl: url(),
  paymentsUrl: url(),
  /** Stands in mails, and opens the page that switches reminders off. */
  portalUrl: url(),
  /** smtp://user:password@host:587 or smtps://… */
  smtpUrl: secretUrl({ protocols: ['smtp', 'smtps'] }),
  /** auto: clear text only on this machine. */
  smtpTls: oneOf(['auto', 'required', 'offered'], { default: 'auto' }),
  smtpConnections: integer({ default: 10, min: 1, max: 100 }),
  smtpMailsPerConnection: integer({ default: 1_000, min: 1, max: 1_000_000 }),
  smtpTimeoutMs: integer({ default: 20_000, min: 100, max: 300_000 }),
  /** What the provider allows; 0 is as fast as it goes. */
  mailsPerSecond: integer({ default: 0, min: 0, max: 1_000_000 }),
  mailFrom: text(),
  /** Where answers go; the sender's address unless given. */
  mailReplyTo: text({ default: '' }),
  programPhone: text(),
  unsubscribeSecret: secret({ minLength: 16 }),
  /** Shared with the mail provider, which tells of bounces. */
  bounceSecret: secret({ minLength: 16 }),
  /** Mails in one lease: at most so many are sent again when a process dies. */
  roundSize: integer({ default: 1_000, min: 1, max: 1_500 }),
  leaseMs: integer({ default: 60_000, min: 1_000, max: 3_600_000 }),
  retryFirstMs: integer({ default: 60_000, min: 10, max: 3_600_000 }),
  retryForHours: integer({ default: 120, min: 1, max: 240 }),
}

export type NotificationsConfig = Config<typeof schema>
