import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { tidyName } from '../rules/name.ts'
import * as staff from '../store/staff.ts'

export const staffRoutes: Pick<Routes, 'signInStaff' | 'nameStaff'> = {
  async signInStaff({ body, caller }, deps) {
    const token = await deps.idTokens.verify('staff', caller.subject, body.idToken)
    if (!token) throw refuse('id-token-refused')
    const member = { subject: caller.subject, name: tidyName(token.name) }
    await staff.remember(deps.db, { ...member, seenAt: deps.clock.now() })
    return { status: 200, body: member }
  },

  async nameStaff({ body }, { db }) {
    return { status: 200, body: { names: await staff.list(db, body.subjects) } }
  },
}
