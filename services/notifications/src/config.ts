import { type Config, integer, oneOf, secret, secretUrl, text, url } from '@peercert/chassis/config'

export const schema = {
  identityUrl: url(),
  /** Which reminders still stand is asked here before they are sent. */
  applicationsUrl: url(),
  paymentsUrl: url(),
  /** Stands in mails, and opens the page that switches reminders off. */
  portalUrl: url(),
  /** The mail server: smtp://user:password@host:587 or smtps://… */
  smtpUrl: secretUrl({ protocols: ['smtp', 'smtps'] }),
  /** Whether mail has to travel encrypted; auto: clear text only on this machine. */
  smtpTls: oneOf(['auto', 'required', 'offered'], { default: 'auto' }),
  /** Connections to the mail server at once. */
  smtpConnections: integer({ default: 10, min: 1, max: 100 }),
  /** After so many mails a connection is closed and another opened. */
  smtpMailsPerConnection: integer({ default: 1_000, min: 1, max: 1_000_000 }),
  /** The longest silence of the mail server before the connection is given up. */
  smtpTimeoutMs: integer({ default: 20_000, min: 100, max: 300_000 }),
  /** What the mail provider allows; 0 is as fast as it goes. */
  mailsPerSecond: integer({ default: 0, min: 0, max: 1_000_000 }),
  /** The sender of every mail: an address. */
  mailFrom: text(),
  /** Where answers go; the sender's address unless given. */
  mailReplyTo: text({ default: '' }),
  /** The telephone number of the program, as people read it. */
  programPhone: text(),
  /** Signs the links that switch reminders off; with another one, links in old mails end. */
  unsubscribeSecret: secret({ minLength: 16 }),
  /** Shared with the mail provider, which tells of bounces. */
  bounceSecret: secret({ minLength: 16 }),
  /** Mails in one lease: at most so many are sent again when a process dies. */
  roundSize: integer({ default: 1_000, min: 1, max: 1_500 }),
  /** After this long another process may send what this one took. */
  leaseMs: integer({ default: 60_000, min: 1_000, max: 3_600_000 }),
  /** The wait before the second try of a mail; each further one is longer. */
  retryFirstMs: integer({ default: 60_000, min: 10, max: 3_600_000 }),
  /** A mail that could not be handed over for this long has failed. */
  retryForHours: integer({ default: 120, min: 1, max: 240 }),
}

export type NotificationsConfig = Config<typeof schema>
