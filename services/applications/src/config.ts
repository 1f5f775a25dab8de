import { type Config, url } from '@peercert/chassis/config'

export const schema = {
  paymentsUrl: url(),
  identityUrl: url(),
  /** Where the public opens a verification link. */
  portalUrl: url(),
}

export type ServiceConfig = Config<typeof schema>
