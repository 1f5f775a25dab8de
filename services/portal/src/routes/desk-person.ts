import { toDbDate } from '@peercert/chassis/civil-date'
import type { components } from '@peercert/contracts/portal'
import { Problem } from '@peercert/chassis/problem'
import type { Services } from '../client/services.ts'
import type { Deps, Routes } from '../deps.ts'
import { type Line, mergeHistories, staffIn } from '../rules/history-merge.ts'
import * as counts from '../store/counts.ts'
import type { Session } from '../session/browser.ts'
import { namesOf } from './desk-names.ts'
import { asStaff } from './desk-search.ts'
import { gather } from './gathering.ts'

export const deskPersonRoutes: Pick<Routes, 'getDeskPerson' | 'getDeskHistory'> = {
  async getDeskPerson({ params: { accountId }, request }, deps) {
    const services = await asStaff(request, deps)
    const session = await deps.browsers.sessionOf(request)
    const path = { params: { path: { accountId } } }
    const { found, missing } = await gather({
      identity: headOf(deps, services, session, accountId),
      applications: services.applications.GET('/staff/accounts/{accountId}/certification', path),
      payments: services.payments.GET('/staff/accounts/{accountId}/payments', path),
      payments2: services.payments.GET('/staff/accounts/{accountId}/vouchers', path),
      notifications: services.notifications.GET('/staff/accounts/{accountId}/messages', path),
    })
    const { identity: person, applications: certification } = found
    // Identity knows everybody: who is not there is not there.
    if (!person && !missing.includes('identity')) throw new Problem('not-found')
    await counts.countContact(deps.db, toDbDate(deps.clock.today()), accountId)
    return {
      status: 200,
      body: {
        accountId,
        person,
        certification,
        payments: found.payments?.payments ?? [],
        vouchers: found.payments2?.vouchers ?? [],
        messages: found.notifications?.messages ?? [],
        names: await namesOf(services, [...writers(certification), ...lookers(person)]),
        missing: [...missing],
      },
    }
  },
  async getDeskHistory({ params: { accountId }, request }, deps) {
    const services = await asStaff(request, deps)
    const path = { params: { path: { accountId } } }
    const { found, missing } = await gather({
      identity: services.identity.GET('/staff/accounts/{accountId}/history', path),
      applications: services.applications.GET('/staff/accounts/{accountId}/history', path),
      payments: services.payments.GET('/staff/accounts/{accountId}/history', path),
      notifications: services.notifications.GET('/staff/accounts/{accountId}/history', path),
    })
    const sources = ['identity', 'applications', 'payments', 'notifications'] as const
    const lines = mergeHistories(
      sources.map((source) => ({ source, lines: found[source]?.lines ?? [] })),
    )
    const subjects = staffIn(lines.map(({ line }) => line as Line))
    const names = await namesOf(services, subjects)
    return { status: 200, body: { lines, names, missing: [...missing] } }
  },
}

type Parts = components['schemas']['DeskPerson']

const writers = (held: Parts['certification']) => held?.notes.map((note) => note.by) ?? []
const lookers = (person: Parts['person']) => person?.looks.map((look) => look.by) ?? []

/** Opening the file is recorded by identity; looking on is not opening it again. */
async function headOf(deps: Deps, services: Services, session: Session | null, accountId: string) {
  const key = `${session?.subject} ${accountId}`
  const now = deps.clock.machine()
  const opened = deps.openedFiles.find(key, now)
  if (!opened) {
    const path = { params: { path: { accountId } } }
    const answer = await services.identity.GET('/staff/people/{accountId}', path)
    if (answer.data) deps.openedFiles.keep(key, answer.data, now)
    return answer
  }
  const body = { accountIds: [accountId] }
  const { data, response } = await services.identity.POST('/staff/people/search', { body })
  const row = data?.people[0]
  if (!row) return { response }
  const { signedIn: _, ...fresh } = row
  return { data: { ...opened, ...fresh }, response }
}
