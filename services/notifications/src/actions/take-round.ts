import { startOf } from '@peercert/chassis/civil-date'
import { reached } from '@peercert/chassis/reached'
import type { Contact, MailSecret } from '../client/identity.ts'
import type { Standing } from '../client/applications.ts'
import type { Deps } from '../deps.ts'
import { decideDelivery, type Decision } from '../rules/delivery.ts'
import { type Kind, type Lane, reminderOfKind, traits } from '../rules/notice-kind.ts'
import { type InSeries, placeInSeries } from '../rules/series.ts'
import { type Lease, leaseSacks, type Sack } from '../store/dispatches.ts'
import { type QueuedNotice, queuedAround, switchedOff } from '../store/queued.ts'

/** A leased notice with all that is known of it in the moment before it is sent. */
export interface Item {
  readonly sack: string
  readonly traceparent: string | null
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

/** A round under lease, of which everything is being asked that nobody may remember. */
export interface Taken extends Omit<Round, 'items'> {
  readonly items: Promise<readonly Item[]>
}

/** Takes what is due and asks, once for all of it, for names and standing. */
export async function takeRound(
  deps: Deps,
  { lane, most, leaseMs }: RoundOptions,
): Promise<Taken | undefined> {
  // Measured from before the lease: our clock must run out first. The other half is for replies.
  const until = performance.now() + leaseMs / 2
  const lease = await leaseSacks(deps.pool, lane, most, leaseMs)
  if (!lease) return undefined
  await reached('mail.after-lease', lane)
  return { lease, until, items: itemsOf(deps, lease) }
}

async function itemsOf(deps: Deps, { sacks }: Lease): Promise<Item[]> {
  const sackOf = new Map(sacks.flatMap((sack) => sack.noticeIds.map((one) => [one, sack])))
  const day = deps.clock.today()
  const found = await queuedAround(deps.pool, [...sackOf.keys()], startOf(day))
  const notices = found.filter(
    (one) => (one.more?.state ?? 'queued') === 'queued' && sackOf.has(one.id),
  )
  const reminders = notices.filter((one) => reminderOfKind[one.kind as Kind] && !one.more?.copyOf)
  const optional = reminders.filter((one) => traits[one.kind as Kind].optional)
  const [contacts, standing, off, secrets] = await Promise.all([
    deps.identity.contactsOf(notices.map((one) => one.accountId)),
    standingOf(deps, reminders),
    optional.length > 0
      ? switchedOff(
          deps.pool,
          optional.map((one) => one.accountId),
        )
      : new Set<string>(),
    secretsOf(deps, notices),
  ])
  const series = seriesOf(found)
  return notices.map((notice): Item => {
    const kind = notice.kind as Kind
    const contact = contacts.get(notice.accountId)
    const stands = standing.get(notice.id)
    const secret = secrets.get(notice.id)
    const isCopy = typeof notice.more?.copyOf === 'string'
    const others = series.get(notice.accountId)
    const place = others && placeInSeries(inSeries(notice), others)
    const decision = decideDelivery({
      kind,
      isCopy,
      today: day,
      expiresOn: notice.facts.expiresOn as string | undefined,
      contact,
      stands: stands?.stands,
      wanted: !off.has(notice.accountId),
      secret,
      overtaken: place?.overtaken,
      standsFor90: place?.standsFor90 ?? notice.facts.standsFor90 === true,
    })
    const drafted = isCopy ? notice.more.drafted : (stands?.drafted ?? false)
    const { id: sack, traceparent } = sackOf.get(notice.id) as Sack
    return { sack, traceparent, notice, kind, decision, contact, drafted, secret }
  })
}

/** Reminders by person, of those who have more than one that counts. */
function seriesOf(found: readonly QueuedNotice[]): ReadonlyMap<string, InSeries[]> {
  const seen = new Map<string, QueuedNotice>()
  const series = new Map<string, InSeries[]>()
  for (const notice of found) {
    const { accountId } = notice
    const first = seen.get(accountId)
    if (!first) seen.set(accountId, notice)
    else {
      const others = series.get(accountId) ?? [inSeries(first)]
      series.set(accountId, [...others, inSeries(notice)])
    }
  }
  return series
}

function inSeries({ more, facts, kind, ...notice }: QueuedNotice): InSeries {
  return {
    ...notice,
    kind: kind as Kind,
    state: more?.state ?? 'queued',
    sentToday: more?.sentToday ?? false,
    isCopy: typeof more?.copyOf === 'string',
    standsFor90: facts.standsFor90 === true,
  }
}

async function standingOf(
  deps: Deps,
  reminders: readonly QueuedNotice[],
): Promise<ReadonlyMap<string, Standing>> {
  const answers = await deps.applications.standingOf(
    reminders.map(({ subjectId, occurrence, kind }) => ({
      certificationId: subjectId,
      term: Number(occurrence),
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
