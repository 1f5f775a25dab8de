import { addDays, toDbDate } from '@peercert/chassis/civil-date'
import { Problem } from '@peercert/chassis/problem'
import type { Services } from '../client/services.ts'
import type { Deps, Routes } from '../deps.ts'
import { per100, workList } from '../rules/work-list.ts'
import * as counts from '../store/counts.ts'
import { type Bounce, datedBounces } from './desk-bounces.ts'
import { asStaff } from './desk-search.ts'
import { gather } from './gathering.ts'

const figureDays = 30

export const deskWorkRoutes: Pick<Routes, 'getDeskWork'> = {
  async getDeskWork({ request }, deps) {
    const services = await asStaff(request, deps)
    const session = await deps.browsers.sessionOf(request)
    if (!session) throw new Problem('unauthenticated')
    const work = await ask(services)
    const { found, missing } = work
    const all = found.notifications?.bounces
    const bounces = all ? (await datedBounces(deps, services, all)).rows : null
    const lockouts = found.identity?.lockouts ?? null
    const payments = found.payments?.payments ?? null
    const me = session.subject
    const proposals = (list: readonly { proposedAt: string; proposedBy: string }[] | undefined) =>
      list ? workList(list.map((one) => proposal(one, me))) : null
    return {
      status: 200,
      body: {
        checking: payments && workList(payments.map(checking)),
        bounced: bounces && workList(bounces.map((one) => bounce(one, me))),
        lockedOut: lockouts && workList(lockouts.map((one) => ({ since: one.reportedAt }))),
        ...reviews(found.applications?.reviews ?? null),
        joins: proposals(found.identity2?.joins),
        waivers: proposals(found.applications2?.waivers),
        refunds: proposals(found.payments2?.refunds),
        figures: {
          expiringThisMonth: found.applications3?.expiringThisMonth ?? null,
          renewedOfThem: found.applications3?.renewedOfThem ?? null,
          startedNotPaid: found.applications3?.startedNotPaid ?? null,
          unknownOver15: payments?.filter((one) => one.overdue).length ?? null,
          contactsPer100Renewals: await contacts(deps, lockouts?.length ?? 0),
        },
        missing: [...missing],
      },
    }
  },
}

function ask({ identity, applications, payments, notifications }: Services) {
  return gather({
    payments: payments.GET('/staff/payments/unknown'),
    payments2: payments.GET('/staff/refunds'),
    notifications: notifications.GET('/staff/bounces'),
    identity: identity.GET('/staff/lockouts'),
    identity2: identity.GET('/staff/joins'),
    applications: applications.GET('/staff/late-reviews'),
    applications2: applications.GET('/staff/late-fee-waivers'),
    applications3: applications.GET('/staff/figures'),
  })
}

const checking = (one: { checkingSince?: string; stampedAt: string; overdue?: boolean }) => ({
  since: one.checkingSince ?? one.stampedAt,
  overdue: one.overdue ?? false,
})

/** One's own proposal waits for somebody else: it is not work for the one who made it. */
const proposal = (one: { proposedAt: string; proposedBy: string }, me: string) => ({
  since: one.proposedAt,
  mine: one.proposedBy === me,
})

const bounce = (one: { bounce: Bounce }, me: string) => ({
  since: one.bounce.since,
  mine: one.bounce.call?.by === me,
})

interface Review {
  readonly submittedOn: string
  readonly overdue: boolean
  readonly mine?: boolean
  readonly state: string
}

function reviews(all: readonly Review[] | null) {
  const list = (rows: readonly Review[]) =>
    workList(rows.map((row) => ({ ...row, since: row.submittedOn })))
  if (!all) return { lateReviews: null, refusals: null }
  const waiting = all.filter((row) => row.state === 'refusal-proposed')
  return { lateReviews: list(all), refusals: list(waiting) }
}

async function contacts(deps: Deps, lockouts: number): Promise<number | null> {
  const from = toDbDate(addDays(deps.clock.today(), -figureDays))
  const sum = await counts.since(deps.db, from)
  return per100(sum.contacts + lockouts, sum.renewals)
}
