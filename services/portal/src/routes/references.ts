import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Deps } from '../deps.ts'
import * as references from '../store/references.ts'

/** What stood on an error page is found again by staff: whose, when, what was tried. Never what was said. */
export function rememberReferences(app: FastifyInstance, deps: Deps): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const readable = typeof payload === 'string' || payload instanceof Buffer
    if (reply.statusCode < 500 || !readable) return
    const reference = referenceIn(payload.toString())
    if (!reference) return
    const session = await deps.browsers.sessionOf(request).catch(() => null)
    const operation = operationOf(request)
    const at = deps.clock.now()
    await references
      .remember(deps.db, { reference, accountId: session?.accountId ?? null, operation, at })
      .catch((error: unknown) => deps.log.error({ err: error, reference }, 'reference not kept'))
  })
}

/** The route's pattern: what a person typed into an address is not kept. */
function operationOf({ method, routeOptions }: FastifyRequest): string {
  return `${method} ${routeOptions.url ?? 'unknown'}`
}

function referenceIn(payload: string): string | null {
  if (payload.length > 20_000 || !payload.includes('"reference"')) return null
  try {
    const { reference } = JSON.parse(payload) as { reference?: unknown }
    return typeof reference === 'string' && /^[\dA-Z]{4}-[\dA-Z]{2}$/.test(reference)
      ? reference
      : null
  } catch {
    return null
  }
}
