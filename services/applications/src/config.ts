import { type Config, optionalUrl, url } from '@peercert/chassis/config'

export const schema = {
  /** Where fees are asked for and looked up. */
  paymentsUrl: url(),
  /** Where names and contacts are asked for, by account. */
  identityUrl: url(),
  /** Where sanctions come from; without it they are not compared with what was said. */
  ceAuditUrl: optionalUrl(),
  /** Where the public opens a verification link. */
  portalUrl: url(),
}

export type ServiceConfig = Config<typeof schema>
