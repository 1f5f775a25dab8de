import { showRenewal } from '../actions/show-renewal.ts'
import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { record } from '../store/history.ts'
import { answer } from '../store/reviews.ts'
import { get } from '../store/renewals.ts'
import { lockHolderOf, tell } from './renewal.ts'

export const questionRoutes: Pick<Routes, 'answerQuestion'> = {
  /** An answer counts until the case is decided, even after its day; staff see when it came. */
  async answerQuestion(call, deps) {
    const renewal = await deps.db.$transaction(async (tx) => {
      const holder = await lockHolderOf(tx, call, deps, 'no-question')
      const { held, cycle, day, now } = holder
      if (cycle.live?.state !== 'question') throw refuse('no-question')
      await answer(tx, { renewalId: cycle.live.id, text: call.body.text, day })
      await record(tx, {
        accountId: held.accountId,
        at: now,
        filter: 'status',
        code: 'review.question-answered',
        facts: {},
        actor: { kind: 'person' },
        ruleIds: ['REN-20'],
        linkedId: cycle.live.id,
      })
      return showRenewal(await get(tx, cycle.live.id), holder)
    })
    await tell(call.caller.subject, deps)
    return { status: 200, body: renewal }
  },
}
