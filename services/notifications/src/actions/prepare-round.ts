import { startOf } from '@peercert/chassis/civil-date'
import type { Contact, MailSecret } from '../client/identity.ts'
import type { Standing } from '../client/applications.ts'
import type { Deps } from '../deps.ts'
import { decideDelivery, type Decision } from '../rules/delivery.ts'
import { type Kind, type Lane, reminderOfKind, traits } from '../rules/notice-kind.ts'
import { type Lease, leaseSacks, release } from '../store/dispatches.ts'
import { type QueuedNotice, queuedNotices, siblingsOf, switchedOff } from '../store/queued.ts'

/** A leased notice with all that is known of it in the moment before it is sent. */
export interface Item {
  readonly sack: string
  readonly notice: QueuedNotice
  readonly kind: Kind
  readonly decision: Decision
  readonly contact: Contact | undefined
  readonly drafted: boolean
  readonly secret: MailSecret | undefined
}

export interface Round {
  readonly lease: Lease
  /** performance.now() until which mails may be handed over under this lease. */
  readonly until: number
  readonly items: readonly Item[]
}

export interface RoundOptions {
  readonly lane: Lane
  readonly most: number
  readonly leaseMs: number
}

/** Takes what is due and asks, once for all of it, what nobody may remember: names and standing. */
export async function prepareRound(
  deps: Deps,
  { lane, most, leaseMs }: RoundOptions,
): Promise<Round | undefined> {
  // Measured from before the lease: our clock must run out first. The other half is for replies.
  const until = performance.now() + leaseMs / 2
  const lease = await leaseSacks(deps.pool, lane, most, leaseMs)
  if (!lease) return undefined
  try {
    return { lease, until, items: await itemsOf(deps, lease) }
  } catch (error) {
    await release(deps.pool, lease.token)
    throw error
  }
}

async function itemsOf(deps: Deps, { sacks }: Lease): Promise<Item[]> {
  const sackOf = new Map(sacks.flatMap(({ id, noticeIds }) => noticeIds.map((one) => [one, id])))
  const notices = await queuedNotices(deps.pool, [...sackOf.keys()])
  const reminders = notices.filter((one) => reminderOfKind[one.kind as Kind] && !one.copyOf)
  const optional = reminders.filter((one) => traits[one.kind as Kind].optional)
  const day = deps.clock.today()
  const [contacts, standing, siblings, off, secrets] = await Promise.all([
    deps.identity.contactsOf(notices.map((one) => one.accountId)),
    standingOf(deps, reminders),
    siblingsOf(
      deps.pool,
      reminders.map((one) => one.id),
      startOf(day),
    ),
    optional.length > 0
      ? switchedOff(
          deps.pool,
          optional.map((one) => one.accountId),
        )
      : new Set<string>(),
    secretsOf(deps, notices),
  ])
  return notices.map((notice): Item => {
    const kind = notice.kind as Kind
    const contact = contacts.get(notice.accountId)
    const stands = standing.get(notice.id)
    const others = siblings.get(notice.id)
    const secret = secrets.get(notice.id)
    const decision = decideDelivery({
      kind,
      isCopy: notice.copyOf !== null,
      today: day,
      expiresOn: String(notice.facts.expiresOn ?? ''),
      contact,
      stands: stands?.stands,
      overtaken: others?.overtaken,
      wanted: !off.has(notice.accountId),
      standsFor90: notice.facts.standsFor90 === true || others?.standsFor90,
      secret,
    })
    const drafted = notice.copyOf ? notice.drafted : (stands?.drafted ?? false)
    const sack = sackOf.get(notice.id) as string
    return { sack, notice, kind, decision, contact, drafted, secret }
  })
}

async function standingOf(
  deps: Deps,
  reminders: readonly QueuedNotice[],
): Promise<ReadonlyMap<string, Standing>> {
  const answers = await deps.applications.standingOf(
    reminders.map(({ subjectId, facts, kind }) => ({
      certificationId: subjectId,
      term: Number(facts.term),
      kind: reminderOfKind[kind as Kind] ?? '90',
    })),
  )
  return new Map(reminders.map((one, index) => [one.id, answers[index] as Standing]))
}

/** Codes and former addresses, by notice. Asked for only now, so that no store keeps them. */
async function secretsOf(
  deps: Deps,
  notices: readonly QueuedNotice[],
): Promise<ReadonlyMap<string, MailSecret>> {
  const of = (...kinds: string[]) =>
    notices.filter((one) => kinds.includes(traits[one.kind as Kind].secret ?? 'none'))
  const [fromIdentity, vouchers] = [of('code', 'former-address'), of('voucher')]
  const [secrets, codes] = await Promise.all([
    deps.identity.secretsOf(fromIdentity.map((one) => one.subjectId)),
    deps.payments.voucherCodesOf(vouchers.map((one) => one.subjectId)),
  ])
  const found = new Map<string, MailSecret>()
  for (const { id, subjectId } of fromIdentity) {
    const secret = secrets.get(subjectId)
    if (secret) found.set(id, secret)
  }
  for (const { id, subjectId } of vouchers) {
    const code = codes.get(subjectId)
    if (code !== undefined) found.set(id, { code })
  }
  return found
}
