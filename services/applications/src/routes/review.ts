import type { Caller } from '@peercert/chassis/caller'
import { approveCase } from '../actions/approve-case.ts'
import { checksOf, loadCase, loadWaiting, type ReviewCase } from '../actions/load-case.ts'
import { showReview, showReviewRow } from '../actions/show-review.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { answerBy, mayReview, type ReviewRefusal } from '../rules/review.ts'
import { numbersOn } from '../program.ts'
import type { Tx } from '../store/database.ts'
import { record } from '../store/history.ts'
import { acquaint, ask, isBarred, setTaker } from '../store/reviews.ts'

export const reviewRoutes: Pick<
  Routes,
  | 'listLateReviews'
  | 'getLateReview'
  | 'takeLateReview'
  | 'declareAcquaintance'
  | 'approveLateReview'
  | 'askQuestion'
> = {
  async listLateReviews({ caller }, deps) {
    const waiting = await loadWaiting(deps.db, caller, deps)
    const desk = { clock: deps.clock, subject: caller.subject }
    const rows = waiting.map(({ reviewed, checks }) => showReviewRow(reviewed, checks, desk))
    // The due date sorts them; what is overdue lies before all others by itself.
    return { status: 200, body: { reviews: rows } }
  },

  async getLateReview({ params, caller }, deps) {
    const reviewed = await loadCase(deps.db, params.renewalId, caller, false)
    return { status: 200, body: await show(deps.db, reviewed, deps) }
  },

  async takeLateReview({ params, body, caller }, deps) {
    return decide({ renewalId: params.renewalId, caller }, deps, async (tx, reviewed) => {
      mustBeMine(reviewed, caller)
      const to = body.do === 'take' ? caller.subject : body.do === 'release' ? null : body.to
      if (to === undefined) throw refuse('bad-request', { detail: 'hand-on needs a colleague' })
      if (body.do === 'hand-on' && to !== null && (await isBarred(tx, to, reviewed.held)))
        throw refuse('conflict-of-interest')
      if (to === reviewed.renewal.takenBy) return
      await setTaker(tx, reviewed.renewal.id, to, deps.clock.now())
      const code =
        to === caller.subject
          ? 'review.taken'
          : to === null
            ? 'review.released'
            : 'review.handed-on'
      await note(tx, { reviewed, caller, code, facts: to === null ? {} : { to } }, deps)
    })
  },

  async declareAcquaintance({ params, caller }, deps) {
    return decide({ renewalId: params.renewalId, caller }, deps, async (tx, reviewed) => {
      const { renewal, held } = reviewed
      if (!['in-review', 'question', 'refusal-proposed'].includes(renewal.state))
        throw refuse('review-closed')
      await acquaint(tx, caller.subject, held.accountId)
      if (renewal.takenBy !== caller.subject) return
      await setTaker(tx, renewal.id, null, deps.clock.now())
      // Why is nobody's business (ROLE-12).
      await note(tx, { reviewed, caller, code: 'review.released', facts: {} }, deps)
    })
  },

  async approveLateReview({ params, body, caller }, deps) {
    return decide({ renewalId: params.renewalId, caller }, deps, async (tx, reviewed) => {
      mustBeMine(reviewed, caller)
      const checks = await checksOf(tx, reviewed, deps)
      const unmet = checks.filter(({ met }) => !met).map(({ check }) => check)
      if (unmet.length > 0) throw refuse('check-not-met', { unmet })
      await approveCase(tx, { reviewed, caller, reason: body.reason, checks }, deps)
    })
  },

  async askQuestion({ params, body, caller }, deps) {
    return decide({ renewalId: params.renewalId, caller }, deps, async (tx, reviewed) => {
      mustBeMine(reviewed, caller)
      const { renewal, held } = reviewed
      if (renewal.question) throw refuse('question-asked')
      const askedOn = deps.clock.today()
      const until = answerBy(askedOn, numbersOn(askedOn).questionDays)
      const { en, es } = body
      const question = { renewalId: renewal.id, en, es, askedBy: caller.subject, askedOn }
      await ask(tx, { ...question, answerBy: until })
      const facts = { answerBy: until }
      await note(tx, { reviewed, caller, code: 'review.question-asked', facts }, deps)
      await deps.events.publish(tx, 'renewal.question-asked', held.accountId, {
        renewalId: renewal.id,
        certificationId: held.id,
        accountId: held.accountId,
        number: held.number,
        answerBy: until,
      })
    })
  },
}

interface Reviewing {
  readonly renewalId: string
  readonly caller: Caller
}

/** Under the certification's lock, then answered as it is afterwards. */
export async function decide(
  { renewalId, caller }: Reviewing,
  deps: Deps,
  work: (tx: Tx, reviewed: ReviewCase) => Promise<void>,
) {
  const body = await deps.db.$transaction(async (tx) => {
    await work(tx, await loadCase(tx, renewalId, caller, true))
    return show(tx, await loadCase(tx, renewalId, caller, false), deps)
  })
  deps.signals.emit('account', body.accountId)
  return { status: 200 as const, body }
}

async function show(tx: Tx, reviewed: ReviewCase, deps: Deps) {
  return showReview(reviewed, await checksOf(tx, reviewed, deps), deps)
}

export function mustBeMine({ renewal, barred }: ReviewCase, caller: Caller): void {
  mayOrRefuse(mayReview(renewal, { subject: caller.subject, barred }), renewal)
}

export function mayOrRefuse(
  refusal: ReviewRefusal | null,
  { takenBy, takenAt }: ReviewCase['renewal'],
): void {
  if (refusal === null) return
  const taken = refusal === 'taken-by-another' ? { takenBy, takenAt } : {}
  throw refuse(refusal, taken)
}

interface StaffNote {
  readonly reviewed: ReviewCase
  readonly caller: Caller
  readonly code: string
  readonly facts: Readonly<Record<string, string>>
  readonly reason?: string
}

export async function note(tx: Tx, staffNote: StaffNote, { clock }: Deps): Promise<void> {
  const { reviewed, caller, code, facts, reason } = staffNote
  await record(tx, {
    accountId: reviewed.held.accountId,
    at: clock.now(),
    filter: 'staff',
    code,
    facts,
    actor: { kind: 'staff', subject: caller.subject, role: 'reviewer' },
    reason,
    ruleIds: ['REN-20', 'ROLE-12'],
    linkedId: reviewed.renewal.id,
  })
}
