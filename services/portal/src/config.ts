import { optionalUrl, secret, text, url, type Config, type Setting } from '@peercert/chassis/config'

export const schema = {
  /** The one address of the portal, as browsers write it. */
  publicUrl: publicOrigin(),
  portalClientId: text(),
  /** That client's secret, the same in both realms. */
  portalClientSecret: secret(),
  /** Signs and encrypts what a browser session keeps; with another one, everybody signs in anew. */
  sessionSecret: secret({ minLength: 32 }),
  identityUrl: url({ protocols: ['http', 'https'] }),
  /** Where certifications and renewals live. */
  applicationsUrl: url({ protocols: ['http', 'https'] }),
  /** Where people pay. */
  paymentsUrl: url({ protocols: ['http', 'https'] }),
  /** Where notices and their settings live. */
  notificationsUrl: url({ protocols: ['http', 'https'] }),
  /** The script of the card processor for the browser, exactly as the page has to load it. */
  cardScriptUrl: url({ protocols: ['http', 'https'] }),
  programPhone: text(),
  /** The site of the program, as people read it. */
  programSite: text(),
  /** When the program answers its telephone, in English. */
  programHours: text(),
  /** When the program answers its telephone, in Spanish. */
  programHoursEs: text(),
  /** Where program time is moved; with it every page shows the demo bar. Never in production. */
  demoUrl: optionalUrl(),
  /** Where the demo bar shows the mails. */
  mailUrl: optionalUrl(),
}

export type PortalConfig = Config<typeof schema>

/**
 * The one address of the portal. Cookies, redirects and the Origin check hang on it, so it is an origin
 * and nothing more, and without TLS only on this machine.
 */
function publicOrigin(): Setting<string> {
  return {
    secret: false,
    takes: 'an origin: https://host, or http on this machine',
    fallback: undefined,
    parse(value) {
      const address = URL.canParse(value) ? new URL(value) : undefined
      if (!address || !['http:', 'https:'].includes(address.protocol))
        throw new Error('must be an http or https address')
      if (value.replace(/\/$/, '') !== address.origin)
        throw new Error('must be an origin: no path, no query, no name or password')
      if (address.protocol === 'http:' && !isLoopback(address.hostname))
        throw new Error('must be https, except on this machine')
      return address.origin
    },
  }
}

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
