import type { components } from '@peercert/contracts/notifications'
import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { type BounceRow, keepCall, oldestBounces } from '../store/bounces.ts'
import { keepLine } from '../store/history.ts'

type Bounce = components['schemas']['Bounce']
type CallOutcome = NonNullable<Bounce['call']>['outcome']

export const bounceListRoutes: Pick<Routes, 'listBounces' | 'recordCall'> = {
  async listBounces(_call, { db }) {
    const bounces = await oldestBounces(db)
    return { status: 200, body: { bounces: bounces.map(bounceOf) } }
  },

  recordCall: ({ params: { accountId }, body, caller }, { db, clock }) =>
    db.$transaction(async (tx) => {
      const at = clock.now()
      const kept = await keepCall(tx, accountId, { outcome: body.outcome, at, by: caller.subject })
      if (!kept) throw refuse('not-found')
      await keepLine(tx, {
        accountId,
        at,
        code: 'bounce.call',
        facts: { outcome: body.outcome },
        actor: { kind: 'staff', subject: caller.subject, role: 'reviewer' },
        reason: body.reason,
        ruleIds: ['NOT-5'],
      })
      return { status: 200, body: bounceOf(kept) }
    }),
}

function bounceOf({ accountId, since, callOutcome, callAt, callBy }: BounceRow): Bounce {
  const call =
    callOutcome && callAt && callBy
      ? { outcome: callOutcome as CallOutcome, at: callAt.toISOString(), by: callBy }
      : undefined
  return { accountId, since: since.toISOString(), ...(call && { call }) }
}
