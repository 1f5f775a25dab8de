import type { Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { numbersOn } from '../program.ts'
import { appealBy, isAnswerStillPossible, mayReadSecond } from '../rules/review.ts'
import { windowOf } from '../rules/window.ts'
import { agree, propose, sendBack } from '../store/reviews.ts'
import { decide, mayOrRefuse, mustBeMine, note } from './review.ts'

export const refusalRoutes: Pick<Routes, 'proposeRefusal' | 'decideRefusal'> = {
  async proposeRefusal({ params, body, caller }, deps) {
    return decide({ renewalId: params.renewalId, caller }, deps, async (tx, reviewed) => {
      mustBeMine(reviewed, caller)
      const { renewal } = reviewed
      const { question } = renewal
      const open = question && { ...question, answered: question.answeredOn !== null }
      if (body.code === 'NO_ANSWER' && isAnswerStillPossible(open, deps.clock.today()))
        throw refuse('answer-still-possible')
      const at = { proposedBy: caller.subject, proposedAt: deps.clock.now() }
      await propose(tx, { id: crypto.randomUUID(), renewalId: renewal.id, ...body, ...at })
      const facts = { code: body.code }
      await note(tx, { reviewed, caller, code: 'review.refusal-proposed', facts }, deps)
    })
  },

  async decideRefusal({ params, body, caller }, deps) {
    return decide({ renewalId: params.renewalId, caller }, deps, async (tx, reviewed) => {
      const { renewal, held, barred, expiredOn } = reviewed
      const { refusal, question } = renewal
      const proposedBy = refusal?.proposedBy ?? null
      const reader = { subject: caller.subject, barred }
      mayOrRefuse(mayReadSecond({ state: renewal.state, proposedBy }, reader), renewal)
      if (!refusal) throw refuse('nothing-refused')
      const said = { reviewed, caller, reason: body.reason }
      if (!body.agree) {
        const state = question && question.answeredOn === null ? 'question' : 'in-review'
        const back = { decidedBy: caller.subject, state, at: deps.clock.now() } as const
        await sendBack(tx, refusal, back)
        return note(tx, { ...said, code: 'review.sent-back', facts: { code: refusal.code } }, deps)
      }
      const decidedOn = deps.clock.today()
      const numbers = numbersOn(decidedOn)
      const dates = {
        decidedOn,
        appealBy: appealBy(decidedOn, numbers.appealDays),
        resubmitThrough: windowOf(expiredOn, numbers).lateThrough,
      }
      await agree(tx, refusal, { ...dates, decidedBy: caller.subject })
      const facts = { ...dates, code: refusal.code }
      await note(tx, { ...said, code: 'renewal.late-refused', facts }, deps)
      await deps.events.publish(tx, 'renewal.late-refused', held.accountId, {
        renewalId: renewal.id,
        certificationId: held.id,
        accountId: held.accountId,
        number: held.number,
        code: refusal.code,
        ...dates,
      })
    })
  },
}
