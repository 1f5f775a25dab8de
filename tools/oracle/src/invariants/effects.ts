import { type Finding, found, type Invariant, moreThanOnce, oneEach, without } from '../finding.ts'
import type { World } from '../world.ts'

/** I-3 */
export const effects: Invariant = {
  id: 'I-3',
  title: 'one charge per item, one renewal per term, one receipt per payment, one mail per notice',
  async check(world) {
    const parts = [
      await charges(world),
      await renewals(world),
      await receipts(world),
      await mails(world),
    ]
    return {
      looked: parts.reduce((sum, part) => sum + part.looked, 0),
      findings: parts.flatMap((part) => part.findings),
    }
  },
}

interface Part {
  readonly looked: number
  readonly findings: readonly Finding[]
}

/** What the processor says against what we think: money moved once for each item that is owed. */
async function charges({ databases, journals }: World): Promise<Part> {
  const moved = (await journals.charges()).filter(({ status }) => status === 'succeeded')
  const back = new Set((await journals.refunds()).map(({ intentId }) => intentId))
  const kept = moved.filter(({ intentId }) => !back.has(intentId))
  // A stray charge is known and waits for its refund (PAY-7).
  const strays = new Set(
    await databases.keys(
      'payments',
      `select intent_id from payment where stray and intent_id is not null`,
    ),
  )
  const ours = await databases.keys(
    'payments',
    `select intent_id from payment where intent_id is not null and processor_at is not null
       and state in ('CAPTURED', 'REVERSED', 'ERROR_REFUNDED')`,
  )
  const theirs = moved.map(({ intentId }) => intentId)
  const items = kept.filter(({ intentId }) => !strays.has(intentId)).map((one) => one.feeRequestId)
  return {
    looked: moved.length,
    findings: [
      ...found('doubled', 'item that was charged more than once', moreThanOnce(items)),
      ...found('orphaned', 'charge that no payment knows', without(theirs, new Set(ours))),
      ...found('lost', 'payment that the processor does not know', without(ours, new Set(theirs))),
    ],
  }
}

async function renewals({ databases }: World): Promise<Part> {
  const done = await databases.keys(
    'applications',
    `select certification_id || ' term ' || term from renewal where state in ('completed', 'approved')`,
  )
  const extended = await databases.keys(
    'applications',
    `select t.certification_id || ' term ' || (t.term - 1) from term t where t.renewal_id is not null`,
  )
  const certificates = await databases.keys(
    'applications',
    `select t.certification_id || ' term ' || t.term from term t where t.renewal_id is not null
       and not exists (select from certificate c
         where c.certification_id = t.certification_id and c.term = t.term)`,
  )
  return {
    looked: done.length,
    findings: [
      ...oneEach(done, extended, { cause: 'renewal that is done', effect: 'term that it began' }),
      ...found('doubled', 'term that was renewed more than once', moreThanOnce(done)),
      ...found('lost', 'renewed term without its certificate', certificates),
    ],
  }
}

async function receipts({ databases }: World): Promise<Part> {
  const paid = await databases.keys(
    'payments',
    `select p.id from payment p where (p.state in ('CAPTURED', 'COVERED_BY_VOUCHER') and not p.stray)
       or (p.state in ('REVERSED', 'ERROR_REFUNDED') and exists (select from receipt r where r.payment_id = p.id))`,
  )
  const made = await databases.keys('payments', 'select payment_id from receipt')
  return {
    looked: made.length,
    findings: oneEach(paid, made, { cause: 'payment', effect: 'receipt' }),
  }
}

/** Every notice that was sent reached the mail server once, under its own Message-ID for ever. */
async function mails({ databases, journals }: World): Promise<Part> {
  const { ids, whole } = await journals.mails()
  const taken = ids.map((id) => id.split('@')[0] ?? '')
  const sent = await databases.keys(
    'notifications',
    'select id from notice where sent_at is not null',
  )
  const notTaken = whole ? without(sent, new Set(taken)) : []
  return {
    looked: sent.length,
    findings: [
      ...found(
        'doubled',
        'mail that was taken more than once',
        moreThanOnce(taken.filter((id) => id !== '')),
      ),
      ...found('lost', 'notice that counts as sent and never reached the mail server', notTaken),
    ],
  }
}
