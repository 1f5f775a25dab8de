import { text, type Config } from '@peercert/chassis/config'

export const schema = {
  /** The client that signs people and staff in, in both realms: the portal. */
  portalClientId: text(),
}

export type Settings = Config<typeof schema>
