import { type Caller, nobody, type Verify } from './caller.ts'
import { Problem } from './problem.ts'

/** Runs before the body is read: an operation's roles say who may call it at all. */
export async function admit(
  roles: readonly string[],
  authorization: string | undefined,
  verify: Verify,
): Promise<Caller> {
  const open = roles.includes('anyone')
  // Open to all and nothing more to know: a broken token is none of this operation's business.
  if (open && (roles.length === 1 || !authorization)) return nobody
  const caller = await verify(authorization)
  if (!open && !roles.some((role) => plays(caller, role))) throw new Problem('forbidden')
  return caller
}

/** Peers come from the realm of peers, staff from the realm of staff, services by their client. */
export function plays(caller: Caller, role: string): boolean {
  if (role.startsWith('service:')) return caller.service === role.slice('service:'.length)
  if (caller.service !== null) return false
  const realm = outside.has(role) ? 'peers' : 'staff'
  return caller.realm === realm && caller.roles.includes(role)
}

const outside = new Set(['peer', 'employer', 'provider'])
