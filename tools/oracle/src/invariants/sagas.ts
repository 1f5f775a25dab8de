import { listeners } from '../databases.ts'
import { type Finding, found, type Invariant } from '../finding.ts'
import type { World } from '../world.ts'

/** After so long a lease that ran out, or work that is due, should have been taken up. */
const patience = `interval '2 minutes'`

/** I-8 */
export const sagas: Invariant = {
  id: 'I-8',
  title: 'everything is finished, or waits for a person or the clock and says which',
  async check(world) {
    const { databases } = world
    const live = new Set(
      await databases.keys(
        'payments',
        `select id from payment where state in ('CREATED', 'PENDING')`,
      ),
    )
    const checking = await databases.rows<{ id: string; payment: string | null }>(
      'applications',
      `select id, checking_payment_id as payment from renewal where state = 'checking'`,
    )
    const paidFor = await settledButWaiting(world)
    const stranded = checking.filter(({ payment }) => payment === null || !live.has(payment))
    return {
      looked: live.size + checking.length,
      findings: [
        ...found(
          'stuck',
          'renewal that waits for a payment which is over',
          stranded.map(({ id }) => id),
        ),
        ...found('stuck', 'renewal that is paid for and still open', paidFor),
        ...(await overdueWork(world)),
        ...(await jobs(world)),
      ],
    }
  },
}

/** What background work should have taken up long ago. */
async function overdueWork({ databases }: World): Promise<Finding[]> {
  const overdue = await databases.keys(
    'payments',
    `select id from payment where state in ('CREATED', 'PENDING')
       and (next_check_at is null or next_check_at < now() - ${patience})`,
  )
  const refunds = await databases.keys(
    'payments',
    `select id from refund where state = 'approved'
       and (next_check_at is null or next_check_at < now() - ${patience})`,
  )
  const unsacked = await databases.keys(
    'notifications',
    `select id from notice where state = 'queued'
       and not exists (select from dispatch where notice.id = any(notice_ids))`,
  )
  const leases = await databases.keys(
    'notifications',
    `select id from dispatch where lease_until < now() - ${patience}
       or (lease_until is null and due_at < now() - ${patience})`,
  )
  return [
    ...found('stuck', 'payment that nobody asks about', overdue),
    ...found('stuck', 'approved refund that nobody carries out', refunds),
    ...found('stuck', 'queued notice that lies in no sack', unsacked),
    ...found('stuck', 'sack of notices that nobody sends', leases),
  ]
}

/** Money came, no fact about it was handled: the person would wait for ever. */
async function settledButWaiting({ databases, facts }: World): Promise<string[]> {
  const handled = new Set(await databases.keys('applications', 'select id from payment'))
  return facts('payments', 'payment.completed')
    .filter(({ data }) => !handled.has(String(data.paymentId)))
    .map(({ data }) => String(data.matterId))
}

async function jobs({ databases }: World) {
  const all = []
  for (const service of listeners) {
    const open = await databases.keys(
      service,
      `select job || ' of ' || day from job_run
       where state in ('running', 'failed') and lease_until < now() - ${patience}`,
    )
    all.push(...found('stuck', `job of ${service} that nobody goes on with`, open))
  }
  return all
}
