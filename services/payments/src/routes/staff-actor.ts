import type { Caller } from '@peercert/chassis/caller'
import type { Actor } from '../store/history.ts'

/** Who of the staff did it, and under which of the roles that allow it. */
export function staffActor(caller: Caller, allowed: readonly string[]): Actor {
  const role = allowed.find((name) => caller.roles.includes(name))
  if (role === undefined) throw new Error('an operation of staff was let through without its role')
  return { kind: 'staff', subject: caller.subject, role }
}
