import { reached } from '@peercert/chassis/reached'
import type { Deps } from '../deps.ts'
import type { Messages } from '../rules/message.ts'
import { traits } from '../rules/notice-kind.ts'
import { type Patience, pauseAfter } from '../rules/retry.ts'
import type { Handing, Letter, Sender } from '../smtp/sender.ts'
import { type Mark, markLeased, type Outcome } from '../store/dispatches.ts'
import { unsubscribeToken } from '../store/unsubscribe-token.ts'
import type { Item, Round } from './take-round.ts'

export interface Post {
  readonly sender: Sender
  readonly patience: Patience
  /** The right half of every Message-ID. */
  readonly domain: string
  readonly portalUrl: string
}

export interface Sent {
  readonly round: Round
  readonly marks: readonly Mark[]
  /** Mails that could not even be tried, because nobody answered. */
  readonly unsent: number
}

/** Hands over what is to be sent; answers what became of everything in the round. */
export async function sendRound(deps: Deps, post: Post, round: Round): Promise<Sent> {
  const going = round.items.filter((item) => item.decision.send)
  const now = deps.clock.now()
  const messages = deps.texts(deps.clock.today())
  const setting: Setting = { messages, day: deps.clock.today(), now, post, deps }
  const letters = going.map((item) => () => letterOf(item, setting))
  const handings = await post.sender.send(letters, round.until)
  await reached('mail.after-hand-over')
  const marks = [
    ...going.map((item, index) => markOf(item, handings[index] as Handing, post.patience)),
    ...round.items.flatMap((item) => (item.decision.send ? [] : [notSent(item)])),
  ]
  const unsent = handings.filter(({ outcome }) => outcome === 'unsent').length
  return { round, marks, unsent }
}

/** Writes outcomes, attempts and events in one statement; only under a lease that is still ours. */
export async function markRound(deps: Deps, { round, marks }: Sent): Promise<void> {
  await reached('mail.before-mark')
  const kept = await markLeased(deps.pool, round.lease, marks, deps.clock.now())
  const lost = round.lease.sacks.length - kept
  if (lost > 0) deps.metrics.add('mail_leases_lost_total', {}, lost)
  const counts = new Map<string, number>()
  for (const { outcome } of marks) counts.set(outcome.state, (counts.get(outcome.state) ?? 0) + 1)
  for (const [outcome, count] of counts) deps.metrics.add('mails_total', { outcome }, count)
  tellPortals(deps, round.items, counts)
}

/** Pages that are open look again, at once: those of the persons, and the desk for outcomes. */
function tellPortals(
  { signals }: Deps,
  items: readonly Item[],
  outcomes: ReadonlyMap<string, number>,
): void {
  signals.emit('account', ...new Set(items.map(({ notice }) => notice.accountId)))
  for (const outcome of outcomes.keys()) signals.emit('work', `notice.${outcome}`)
}

interface Setting {
  readonly messages: Messages
  readonly day: string
  readonly now: Date
  readonly post: Post
  readonly deps: Deps
}

function letterOf(item: Item, { messages, day, now, post, deps }: Setting): Letter {
  const { notice, kind, contact, secret, drafted, traceparent } = item
  if (!contact) throw new Error('a mail needs a recipient')
  const isCopy = typeof notice.more?.copyOf === 'string'
  const language = (isCopy ? notice.more.language : null) ?? contact.language
  const link =
    traits[kind].optional && !isCopy
      ? `${post.portalUrl}/u/${unsubscribeToken(notice.accountId, deps.secrets.unsubscribe)}`
      : undefined
  const copied = isCopy ? String(notice.facts.copiedDay) : undefined
  const mail = messages.mail(kind, language, notice.facts, {
    day: copied ?? day,
    name: contact.legalName,
    drafted,
    code: secret?.code,
    unsubscribe: link,
    copied,
  })
  return {
    messageId: `${notice.id}@${post.domain}`,
    to: secret?.email ?? contact.email,
    language,
    date: now,
    unsubscribe: link,
    kind,
    traceparent,
    ...mail,
  }
}

function markOf(item: Item, { outcome, code }: Handing, patience: Patience): Mark {
  const { notice, sack, secret } = item
  const tried = outcome !== 'unsent'
  const made = (change: Pick<Outcome, 'state'> & Partial<Outcome>): Mark => ({
    sack,
    id: notice.id,
    outcome: { ...outcomeOf(item), tried, code: code > 0 ? code : null, ...change },
  })
  if (outcome === 'sent') return made({ state: 'sent' })
  if (outcome === 'refused')
    return made({ state: 'bounced', badAddress: secret?.email === undefined })
  const pauseMs = tried ? pauseAfter((notice.more?.attempts ?? 0) + 1, patience) : 0
  return pauseMs === undefined ? made({ state: 'failed' }) : made({ state: 'queued', pauseMs })
}

function notSent(item: Item): Mark {
  const { sack, notice, decision } = item
  if (decision.send) throw new Error('this one is to be sent')
  const { state, why } = decision
  const badAddress = state === 'undeliverable'
  return { sack, id: notice.id, outcome: { ...outcomeOf(item), state, why, badAddress } }
}

function outcomeOf({ notice, contact, drafted }: Item): Outcome {
  return {
    state: 'queued',
    tried: false,
    code: null,
    why: null,
    language: (notice.more?.copyOf ? notice.more.language : contact?.language) ?? null,
    drafted,
    pauseMs: 0,
    badAddress: false,
  }
}
