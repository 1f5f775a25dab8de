import { text, type Config } from '@peercert/chassis/config'

export const schema = {
  /** The client whose ID tokens people and staff bring: the portal, in both realms. */
  portalClientId: text(),
}

export type Settings = Config<typeof schema>
