import type { Service } from '../databases.ts'
import type { Publisher } from '../facts.ts'
import { type Finding, type Invariant, oneEach } from '../finding.ts'
import type { World } from '../world.ts'

/** A change in a database and the fact that reports it. */
interface Report {
  readonly publisher: Publisher
  readonly type: string
  readonly what: string
  /** The keys of the changes. */
  readonly sql: string
  // oxlint-disable-next-line typescript/no-explicit-any -- each type has its own contract
  readonly key: (data: any) => string
}

const reports: readonly Report[] = [
  {
    publisher: 'payments',
    type: 'payment.completed',
    what: 'completed payment',
    sql: 'select payment_id from receipt',
    key: ({ paymentId }) => paymentId,
  },
  {
    publisher: 'payments',
    type: 'payment.refunded',
    what: 'refund',
    sql: `select id from refund where state = 'refunded'`,
    key: ({ refundId }) => refundId,
  },
  {
    publisher: 'payments',
    type: 'voucher.issued',
    what: 'voucher',
    sql: 'select id from voucher',
    key: ({ voucherId }) => voucherId,
  },
  {
    publisher: 'payments',
    type: 'voucher.redeemed',
    what: 'redeemed voucher',
    sql: `select id from voucher where state = 'redeemed'`,
    key: ({ voucherId }) => voucherId,
  },
  {
    publisher: 'applications',
    type: 'certification.imported',
    what: 'imported certification',
    sql: 'select number from import_record',
    key: ({ number }) => number,
  },
  {
    publisher: 'applications',
    type: 'renewal.started',
    what: 'renewal that was begun',
    sql: 'select id from renewal',
    key: ({ renewalId }) => renewalId,
  },
  {
    publisher: 'applications',
    type: 'renewal.completed',
    what: 'completed renewal',
    sql: `select id from renewal where state = 'completed'`,
    key: ({ renewalId }) => renewalId,
  },
  {
    publisher: 'applications',
    type: 'renewal.late-approved',
    what: 'late renewal that was approved',
    sql: `select id from renewal where state = 'approved'`,
    key: ({ renewalId }) => renewalId,
  },
  {
    publisher: 'applications',
    type: 'certification.expiry-approaching',
    what: 'reminder that is due',
    sql: `select certification_id || ' ' || term || ' ' || kind from reminder where state = 'queued'`,
    key: ({ certificationId, term, kind }) =>
      `${certificationId} ${term} ${kind === 'expired' ? -1 : kind}`,
  },
  {
    publisher: 'notifications',
    type: 'notice.sent',
    what: 'sent notice',
    sql: `select id from notice where sent_at is not null`,
    key: ({ noticeId }) => noticeId,
  },
]

/** I-2, the saying half: a change and its fact commit together. */
export const said: Invariant = {
  id: 'I-2a',
  title: 'every change was said, exactly once',
  async check(world) {
    const findings: Finding[] = []
    let looked = 0
    for (const report of reports) {
      const { cause, effect } = await sidesOf(world, report)
      looked += cause.length
      const wrong = oneEach(cause, effect, { cause: report.what, effect: `fact ${report.type}` })
      // An outbox that has begun to forget cannot say what it never held.
      const whole = world.facts(report.publisher)[0]?.seq === 1 || cause.length === 0
      findings.push(...wrong.filter((one) => whole || one.wrong !== 'lost'))
    }
    return { looked, findings }
  },
}

async function sidesOf({ databases, facts }: World, { publisher, type, sql, key }: Report) {
  return {
    cause: await databases.keys(publisher satisfies Service, sql),
    effect: facts(publisher, type).map(({ data }) => key(data)),
  }
}
