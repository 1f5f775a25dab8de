import type { Publisher } from '../facts.ts'
import { type Finding, found, type Invariant, oneEach, without } from '../finding.ts'
import type { World } from '../world.ts'

/** I-4 */
export const causes: Invariant = {
  id: 'I-4',
  title:
    'no renewal without payment, voucher or waiver, no certificate without a term, no mail without a fact',
  async check(world) {
    const paid = await unpaidRenewals(world)
    const notices = await noticesAndFacts(world)
    const mails = await mailsWithoutNotice(world)
    return {
      looked: paid.looked + notices.looked + mails.looked,
      findings: [...paid.findings, ...notices.findings, ...mails.findings],
    }
  },
}

async function unpaidRenewals({ databases }: World) {
  const renewals = await databases.rows<{ id: string; payment: string | null }>(
    'applications',
    `select id, payment_id as payment from renewal where state in ('completed', 'approved')`,
  )
  const settled = new Set(
    await databases.keys(
      'payments',
      `select payment_id from receipt join payment on payment.id = payment_id
       where state in ('CAPTURED', 'COVERED_BY_VOUCHER', 'REVERSED', 'ERROR_REFUNDED')`,
    ),
  )
  const without = renewals.filter(({ payment }) => payment === null || !settled.has(payment))
  const loose = await databases.keys(
    'applications',
    `select c.id from certificate c where not exists (select from term t
       where t.certification_id = c.certification_id and t.term = c.term)`,
  )
  return {
    looked: renewals.length,
    findings: [
      ...found(
        'orphaned',
        'renewal without a payment that settled it',
        without.map(({ id }) => id),
      ),
      ...found('orphaned', 'certificate of a term that is none', loose),
    ],
  }
}

interface Cause {
  readonly kind: string
  readonly publisher: Publisher
  readonly type: string
  // oxlint-disable-next-line typescript/no-explicit-any -- each type has its own contract
  readonly key: (data: any, id: string) => string
}

const once = (member: string) => (data: Record<string, string>) => `${data[member]} once`
const each = (member: string) => (data: Record<string, string>, id: string) =>
  `${data[member]} ${id}`
const reminder = (kind: string, word: string): Cause => ({
  kind,
  publisher: 'applications',
  type: 'certification.expiry-approaching',
  key: (data) => (data.kind === word ? `${data.certificationId} ${data.term}` : ''),
})

const facts: readonly Cause[] = [
  reminder('M-1', '90'),
  reminder('M-2', '60'),
  reminder('M-3', '30'),
  reminder('M-4', '7'),
  reminder('M-5', '0'),
  reminder('M-12', 'expired'),
  { kind: 'M-6', publisher: 'applications', type: 'renewal.completed', key: once('renewalId') },
  { kind: 'M-7', publisher: 'payments', type: 'payment.completed', key: once('paymentId') },
  {
    kind: 'M-8',
    publisher: 'applications',
    type: 'renewal.late-submitted',
    key: each('renewalId'),
  },
  { kind: 'M-9', publisher: 'applications', type: 'renewal.late-approved', key: each('renewalId') },
  { kind: 'M-9', publisher: 'applications', type: 'renewal.late-refused', key: each('renewalId') },
  {
    kind: 'M-10',
    publisher: 'payments',
    type: 'payment.still-unpaid',
    key: (data) => `${data.matterId} ${data.failedOn}`,
  },
  { kind: 'M-11', publisher: 'payments', type: 'payment.check-delayed', key: once('paymentId') },
  { kind: 'M-13', publisher: 'identity', type: 'account.code-requested', key: once('secretId') },
  { kind: 'M-14', publisher: 'payments', type: 'voucher.issued', key: once('voucherId') },
  {
    kind: 'M-15',
    publisher: 'applications',
    type: 'renewal.question-asked',
    key: each('renewalId'),
  },
  { kind: 'M-16', publisher: 'identity', type: 'account.email-changed', key: once('changeId') },
]

/** One notice for each fact that calls for one, and none that no fact called for. */
async function noticesAndFacts(world: World) {
  const rows = await world.databases.rows<{ kind: string; key: string }>(
    'notifications',
    `select kind, subject_id || ' ' || occurrence as key from notice where copy_of is null`,
  )
  const findings: Finding[] = []
  for (const [kind, group] of Map.groupBy(facts, (cause) => cause.kind)) {
    const called = group.flatMap(({ publisher, type, key }) =>
      world.facts(publisher, type).map(({ id, data }) => key(data, id)),
    )
    const calls = [...new Set(called.filter((key) => key !== ''))]
    const made = rows.filter((row) => row.kind === kind).map((row) => row.key)
    const whole = group.every(({ publisher }) => (world.facts(publisher)[0]?.seq ?? 1) === 1)
    const wrong = oneEach(calls, made, { cause: `fact for ${kind}`, effect: `notice ${kind}` })
    // An outbox that has begun to forget cannot say what called for an old notice.
    findings.push(...wrong.filter((one) => whole || one.wrong !== 'orphaned'))
  }
  return { looked: rows.length, findings }
}

async function mailsWithoutNotice({ databases, journals }: World) {
  const { ids } = await journals.mails()
  // Mail of the sign-in has Message-IDs of its own kind; ours begin with the id of the notice.
  const ours = ids.map((id) => id.split('@')[0] ?? '').filter((id) => /^[0-9a-f-]{14}-?8/.test(id))
  const known = new Set(await databases.keys('notifications', 'select id from notice'))
  const strange = ours.filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
  return {
    looked: ours.length,
    findings: found('orphaned', 'mail of a notice that is none', new Set(without(strange, known))),
  }
}
