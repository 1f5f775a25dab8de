import { optionalUrl, secret, text, url, type Config, type Setting } from '@peercert/chassis/config'

export const schema = {
  publicUrl: publicOrigin(),
  portalClientId: text(),
  portalClientSecret: secret(),
  sessionSecret: secret({ minLength: 32 }),
  identityUrl: url({ protocols: ['http', 'https'] }),
  applicationsUrl: url({ protocols: ['http', 'https'] }),
  paymentsUrl: url({ protocols: ['http', 'https'] }),
  notificationsUrl: url({ protocols: ['http', 'https'] }),
  cardScriptUrl: url({ protocols: ['http', 'https'] }),
  programPhone: text(),
  programSite: text(),
  programHours: text(),
  programHoursEs: text(),
  demoUrl: optionalUrl(),
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
