import type { FastifyRequest } from 'fastify'
import { type Caller, nobody, type Verify } from './caller.ts'
import type { Limit } from './limiter.ts'
import { Problem } from './problem.ts'

export interface Gate {
  readonly verify: Verify
  readonly limit: Limit
}

/** Runs before the body is read: who calls, how often already, and whether a role allows it. */
export async function admit(
  roles: readonly string[],
  request: FastifyRequest,
  { verify, limit }: Gate,
): Promise<Caller> {
  const { authorization } = request.headers
  const open = roles.includes('anyone')
  if (open && roles.length === 1) {
    // A broken token is none of this operation's business; a good one only says whom to count.
    const sender = authorization ? await verify(authorization).catch(() => nobody) : nobody
    await limit(request, sender)
    return nobody
  }
  const caller = open && !authorization ? nobody : await known(request, { verify, limit })
  await limit(request, caller)
  if (!open && !roles.some((role) => plays(caller, role))) throw new Problem('forbidden')
  return caller
}

/** Whoever is refused is counted as well, or tokens could be tried without end. */
async function known(request: FastifyRequest, { verify, limit }: Gate): Promise<Caller> {
  try {
    return await verify(request.headers.authorization)
  } catch (error) {
    await limit(request, nobody)
    throw error
  }
}

/** Peers come from the realm of peers, staff from the realm of staff, services by their client. */
export function plays(caller: Caller, role: string): boolean {
  if (role.startsWith('service:')) return caller.service === role.slice('service:'.length)
  if (caller.service !== null) return false
  const realm = outside.has(role) ? 'peers' : 'staff'
  return caller.realm === realm && caller.roles.includes(role)
}

const outside = new Set(['peer', 'employer', 'provider'])
