import { addDays, toDbDate } from '@peercert/chassis/civil-date'
import type { components } from '@peercert/contracts/portal'
import type { Services } from '../client/services.ts'
import type { Deps, Routes } from '../deps.ts'
import { per100, workList, type WorkItem } from '../rules/work-list.ts'
import * as counts from '../store/counts.ts'
import { type Bounce, datedBounces } from './desk-bounces.ts'
import { asStaff } from './desk-search.ts'
import { gather } from './gathering.ts'

const figureDays = 30

type Work = components['schemas']['DeskWork']

export const deskWorkRoutes: Pick<Routes, 'getDeskWork'> = {
  async getDeskWork({ request }, deps) {
    const services = await asStaff(request, deps)
    const me = (await deps.browsers.sessionOf(request))?.subject ?? ''
    const { found, missing } = await ask(services)
    const bounced = await bounces(deps, services, found.notifications, me)
    const contactsPer100Renewals = await contacts(deps, found.identity?.lockouts.length ?? 0)
    const body = {
      ...lists(found, me),
      ...reviews(found.applications?.reviews),
      bounced,
      vouchers: listOf(found.payments3?.tasks, callOf(me)),
      figures: { ...figures(found), contactsPer100Renewals },
      missing: [...missing],
    }
    return { status: 200, body }
  },
}

type Found = Awaited<ReturnType<typeof ask>>['found']

function lists(found: Found, me: string): Pick<Work, 'checking' | 'lockedOut' | Proposed> {
  return {
    checking: listOf(found.payments?.payments, checking),
    lockedOut: listOf(found.identity?.lockouts, (one) => ({ since: one.reportedAt })),
    joins: listOf(found.identity2?.joins, proposalOf(me)),
    waivers: listOf(found.applications2?.waivers, proposalOf(me)),
    refunds: listOf(found.payments2?.refunds, proposalOf(me)),
  }
}

type Proposed = 'joins' | 'waivers' | 'refunds'

function figures({ applications3: ours, payments }: Found) {
  const none = { expiringThisMonth: null, renewedOfThem: null, startedNotPaid: null }
  const { expiringThisMonth, renewedOfThem, startedNotPaid } = ours ?? none
  const unknownOver15 = payments ? payments.payments.filter((one) => one.overdue).length : null
  return { expiringThisMonth, renewedOfThem, startedNotPaid, unknownOver15 }
}

/** Null where the role has no part in it, or nobody answered. */
function listOf<Row>(rows: readonly Row[] | undefined, item: (row: Row) => WorkItem) {
  return rows ? workList(rows.map(item)) : null
}

function ask({ identity, applications, payments, notifications }: Services) {
  return gather({
    payments: payments.GET('/staff/payments/unknown'),
    payments2: payments.GET('/staff/refunds'),
    payments3: payments.GET('/staff/voucher-tasks'),
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
const proposalOf = (me: string) => (one: { proposedAt: string; proposedBy: string }) => ({
  since: one.proposedAt,
  mine: one.proposedBy === me,
})

/** Mine: I made the last call. */
const callOf = (me: string) => (one: { since: string; call?: { by: string } }) => ({
  since: one.since,
  mine: one.call?.by === me,
})

async function bounces(
  deps: Deps,
  services: Services,
  found: { bounces: readonly Bounce[] } | null,
  me: string,
) {
  if (!found) return null
  const { rows } = await datedBounces(deps, services, found.bounces)
  return workList(rows.map(({ bounce }) => callOf(me)(bounce)))
}

interface Review {
  readonly submittedOn: string
  readonly overdue: boolean
  readonly mine?: boolean
  readonly state: string
}

function reviews(all: readonly Review[] | undefined): Pick<Work, 'lateReviews' | 'refusals'> {
  const waiting = all?.filter((row) => row.state === 'refusal-proposed')
  const item = (row: Review) => ({ ...row, since: row.submittedOn })
  return { lateReviews: listOf(all, item), refusals: listOf(waiting, item) }
}

async function contacts(deps: Deps, lockouts: number): Promise<number | null> {
  const from = toDbDate(addDays(deps.clock.today(), -figureDays))
  const sum = await counts.since(deps.db, from)
  return per100(sum.contacts + lockouts, sum.renewals)
}
