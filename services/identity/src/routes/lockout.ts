import { lockout } from '../answers.ts'
import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { staffActor } from '../rules/actor.ts'
import * as history from '../store/history.ts'
import * as lockouts from '../store/lockout.ts'

export const lockoutRoutes: Pick<Routes, 'reportLockout' | 'listLockouts' | 'closeLockout'> = {
  async reportLockout({ body }, deps) {
    await lockouts.addReport(deps.db, {
      name: body.name.trim(),
      contact: body.contact.trim(),
      certificationNumber: body.certificationNumber?.trim() || null,
      language: body.language ?? null,
      reportedAt: deps.clock.now(),
    })
    return { status: 202 }
  },

  async listLockouts(_call, { db }) {
    return { status: 200, body: { lockouts: (await lockouts.listOpen(db)).map(lockout) } }
  },

  closeLockout: ({ params, body, caller }, deps) =>
    deps.db.$transaction(async (tx) => {
      const found = await lockouts.find(tx, params.lockoutId)
      if (!found) throw refuse('not-found')
      const at = deps.clock.now()
      const closing = { closedBy: caller.subject, closedAt: at, reason: body.reason }
      if (!(await lockouts.close(tx, found.id, closing))) throw refuse('lockout-closed')
      if (found.accountId)
        await history.add(tx, at, {
          accountId: found.accountId,
          filter: 'staff',
          code: 'lockout.closed',
          actor: staffActor(caller, ['reviewer']),
          reason: body.reason,
          ruleIds: ['SEC-4'],
          linkedId: found.id,
        })
      return { status: 200, body: lockout({ ...found, state: 'closed' }) }
    }),
}
