export interface StaffActor {
  readonly kind: 'staff'
  readonly subject: string
  readonly role: string
}

const staffRoles = ['reviewer', 'finance', 'admin'] as const

/** Who did it, and the role they acted under then: the first of theirs that was allowed. */
export function staffActor(
  caller: { readonly subject: string; readonly roles: readonly string[] },
  allowed: readonly string[] = staffRoles,
): StaffActor {
  const role = allowed.find((name) => caller.roles.includes(name)) ?? 'staff'
  return { kind: 'staff', subject: caller.subject, role }
}
