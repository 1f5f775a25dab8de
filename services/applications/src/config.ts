import { type Config, url } from '@peercert/chassis/config'

export const schema = {
  /** Where fees are asked for and looked up. */
  paymentsUrl: url(),
  /** Where names and contacts are asked for, by account. */
  identityUrl: url(),
  /** Where the public opens a verification link. */
  portalUrl: url(),
}

export type ServiceConfig = Config<typeof schema>
