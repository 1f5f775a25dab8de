import { Problem } from '@peercert/chassis/problem'
import type { Routes } from '../deps.ts'
import { mostPeople, peopleOf } from './desk-people.ts'
import { namesOf } from './desk-names.ts'
import { asStaff } from './desk-search.ts'
import { gather } from './gathering.ts'

export const deskVoucherRoutes: Pick<Routes, 'getDeskVouchers'> = {
  async getDeskVouchers({ request }, deps) {
    const services = await asStaff(request, deps)
    const { found, missing } = await gather({
      payments: services.payments.GET('/staff/voucher-tasks'),
    })
    if (missing.length > 0) throw new Problem('unavailable', { retryAfter: 5 })
    const tasks = (found.payments?.tasks ?? []).slice(0, mostPeople)
    if (tasks.length === 0) return { status: 200, body: { rows: [], names: {}, missing: [] } }
    const people = await peopleOf(
      services,
      tasks.map((task) => task.accountId),
    )
    const callers = tasks.flatMap(({ call }) => (call ? [call.by] : []))
    const rows = tasks.map((task) => ({ task, person: people.rowOf(task.accountId) }))
    const names = await namesOf(services, callers)
    return { status: 200, body: { rows, names, missing: [...people.missing] } }
  },
}
