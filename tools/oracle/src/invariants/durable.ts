import { ackedTables, type AckedKind } from '../acked.ts'
import { found, type Invariant, without } from '../finding.ts'
import type { World } from '../world.ts'

/** Answers that a service keeps beside what they say (idempotency): which thing each of them names. */
const named: readonly (readonly [member: string, kind: AckedKind])[] = [
  ['paymentId', 'payment'],
  ['renewalId', 'renewal'],
  ['feeRequestId', 'fee-request'],
  ['voucherId', 'voucher'],
  ['refundId', 'refund'],
  ['noticeId', 'notice'],
]

/** I-1 */
export const durable: Invariant = {
  id: 'I-1',
  title: 'what was answered with a 2xx is in its database',
  async check(world) {
    const acked = new Map<AckedKind, Set<string>>()
    const note = (kind: AckedKind, id: string) =>
      acked.set(kind, (acked.get(kind) ?? new Set()).add(id))
    for (const { kind, id } of world.acked) note(kind, id)
    for (const service of ['identity', 'applications', 'payments', 'notifications'] as const)
      for (const [member, kind] of named)
        for (const id of await keptAnswers(world, service, member)) note(kind, id)
    const findings = []
    for (const [kind, ids] of acked) {
      const [service, table, column] = ackedTables[kind]
      const there = new Set(await world.databases.keys(service, `select ${column} from ${table}`))
      findings.push(...found('lost', `${kind} that was acknowledged`, without(ids, there)))
    }
    return { looked: [...acked.values()].reduce((sum, ids) => sum + ids.size, 0), findings }
  },
}

async function keptAnswers(
  { databases }: World,
  service: 'identity' | 'applications' | 'payments' | 'notifications',
  member: string,
): Promise<string[]> {
  const rows = await databases.rows<{ id: string }>(
    service,
    `select answer -> 'body' ->> $1 as id from idempotency_key
     where (answer ->> 'status')::int between 200 and 299 and answer -> 'body' ->> $1 is not null`,
    [member],
  )
  return rows.map((row) => row.id)
}
