import { type Config, integer, oneOf, port, secret, secretUrl, text, url } from './config.ts'
import { mostDays } from './listening.ts'

/** What every service needs, whatever else it has. */
export const serviceSettings = {
  /** The address to listen on; in a container 0.0.0.0. */
  host: text({ default: '127.0.0.1' }),
  /** The port to listen on; 0 takes a free one. */
  port: port({ default: 0 }),
  /** The database of this service alone, with its own user. */
  databaseUrl: secretUrl({ protocols: ['postgres', 'postgresql'] }),
  /** The most connections that this process holds to its database. */
  databaseConnections: integer({ default: 10, min: 2, max: 100 }),
  /** The realm of everybody outside, and of the services: the issuer in their tokens. */
  peersIssuer: url({ protocols: ['http', 'https'] }),
  /** The realm of staff: the issuer in their tokens. */
  staffIssuer: url({ protocols: ['http', 'https'] }),
  /** Of the client that is named like the service, in the realm of the services. */
  clientSecret: secret(),
  /** The client that people sign in through: only its tokens speak for a person. */
  portalClientId: text({ default: 'portal' }),
  /** The longest a request waits for sign-in keys that are not there yet. */
  keyWaitMs: integer({ default: 180, min: 1, max: 60_000 }),
  /**
   * Days for which facts stay in the outbox; longer than topics keep them, and than the longest outage
   * of a consumer that is to be mended by publishing them again.
   */
  outboxKeepDays: integer({ default: 42, min: mostDays + 1, max: 3_650 }),
  /** Days for which is remembered what was received; longer than any fact can come again. */
  inboxKeepDays: integer({ default: 70, min: mostDays + 2, max: 3_650 }),
  /** The least that is worth a line in the log. */
  logLevel: oneOf(['debug', 'info', 'warn', 'error', 'silent'], { default: 'info' }),
  /** Requests per minute of a person, or of an address while nobody has signed in; 0 is off. */
  rateLimit: integer({ default: 600, min: 0, max: 1_000_000 }),
  /**
   * Comma-separated addresses of proxies that may say who the client is: the portal's, and for the portal those before
   * it. Without it, everybody who has not signed in is limited as one visitor.
   */
  trustProxy: text({ default: '' }),
  /** The largest request body in bytes. */
  bodyLimit: integer({ default: 262_144, min: 1_024, max: 16_777_216 }),
} as const

export type ServiceSettings = Config<typeof serviceSettings>
