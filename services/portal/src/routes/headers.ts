import type { FastifyInstance } from 'fastify'

export interface HeaderOptions {
  readonly publicUrl: string
  readonly cardScriptUrl: string
}

/** The card processor's script and frames, and nobody else's; no inline script, style or eval anywhere. */
export function contentSecurityPolicy(cardScriptUrl: string): string {
  const card = new URL(cardScriptUrl).origin
  return [
    `default-src 'none'`,
    `script-src 'self' ${card}`,
    `frame-src 'self' ${card}`,
    `connect-src 'self' ${card}`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `manifest-src 'self'`,
    `form-action 'self'`,
    `base-uri 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** On every answer of the portal, errors included. */
export function securityHeaders(app: FastifyInstance, options: HeaderOptions): void {
  const policy = contentSecurityPolicy(options.cardScriptUrl)
  const secure = options.publicUrl.startsWith('https:')
  app.addHook('onSend', async (request, reply) => {
    void reply.headers({
      'content-security-policy': policy,
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      // Card frames may ask for payment; nothing else of the machine is ours to use.
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), browsing-topics=()',
    })
    if (secure)
      void reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
    else void reply.removeHeader('strict-transport-security')
    if (/^\/(api|auth)\//.test(request.url) || !reply.hasHeader('cache-control'))
      void reply.header('cache-control', 'no-store')
  })
}
