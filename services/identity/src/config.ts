import { text, type Config, url } from '@peercert/chassis/config'

export const schema = {
  /** The client that signs people and staff in, in both realms: the portal. */
  portalClientId: text(),
  /** Where what came from there is compared with what was said. */
  applicationsUrl: url(),
  /** Where what came from there is compared with what was said. */
  notificationsUrl: url(),
}

export type Settings = Config<typeof schema>
