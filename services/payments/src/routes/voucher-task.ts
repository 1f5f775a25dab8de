import { fromDbDate } from '@peercert/chassis/civil-date'
import type { components } from '@peercert/contracts/payments'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { countRefusals } from '../rules/voucher-task.ts'
import { patient } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as voucherTasks from '../store/voucher-tasks.ts'
import type { VoucherTask } from '../store/voucher-tasks.ts'
import { staffActor } from './staff-actor.ts'

type View = components['schemas']['VoucherTask']
type Call = NonNullable<View['call']>

export const voucherTaskRoutes: Pick<Routes, 'listVoucherTasks' | 'closeVoucherTask'> = {
  async listVoucherTasks(_call, { db, clock }) {
    const today = clock.today()
    const tasks = await viewsOf(db, await voucherTasks.listOpen(db, today), today)
    return { status: 200, body: { tasks } }
  },

  async closeVoucherTask({ params: { taskId }, body, caller }, deps) {
    const closed = await deps.db.$transaction(async (tx) => {
      const at = deps.clock.now()
      const call = { outcome: body.outcome, at, by: caller.subject }
      const closes = await voucherTasks.close(tx, taskId, call)
      const task = await voucherTasks.find(tx, taskId)
      if (!task) throw refuse('not-found')
      if (!closes) throw refuse('voucher-task-closed')
      await history.write(tx, {
        accountId: task.accountId,
        at,
        code: 'voucher.call',
        filter: 'staff',
        facts: { outcome: body.outcome },
        actor: staffActor(caller, ['reviewer', 'finance']),
        ruleIds: ['WVR-15'],
        ...(body.reason !== undefined && { reason: body.reason }),
      })
      return task
    }, patient)
    deps.signals.emit('work', 'voucher.call')
    const [view] = await viewsOf(deps.db, [closed], fromDbDate(closed.day))
    if (!view) throw refuse('not-found')
    return { status: 200, body: view }
  },
}

/** Tasks of one day, each with what was refused on it. */
async function viewsOf(db: Deps['db'], tasks: readonly VoucherTask[], day: string) {
  const accountIds = tasks.map((task) => task.accountId)
  const refusals = await voucherTasks.refusalsSince(db, accountIds, day)
  return tasks.map((task) => {
    const own = refusals.filter(({ accountId }) => accountId === task.accountId)
    return viewOf(task, countRefusals(own.map(({ code }) => code)) as View['refusals'])
  })
}

function viewOf(task: VoucherTask, refusals: View['refusals']): View {
  const { callOutcome, callAt, callBy } = task
  const call =
    callOutcome && callAt && callBy
      ? { outcome: callOutcome as Call['outcome'], at: callAt.toISOString(), by: callBy }
      : undefined
  return {
    taskId: task.id,
    accountId: task.accountId,
    certificationNumber: task.feeRequest.certificationNumber,
    lastDay: fromDbDate(task.day),
    since: task.since.toISOString(),
    refusals,
    ...(call && { call }),
  }
}
