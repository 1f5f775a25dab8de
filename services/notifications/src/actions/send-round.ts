import type { Deps } from '../deps.ts'
import type { Messages } from '../rules/message.ts'
import { traits } from '../rules/notice-kind.ts'
import { type Patience, pauseAfter } from '../rules/retry.ts'
import type { Handing, Letter, Sender } from '../smtp/sender.ts'
import { type Mark, markLeased } from '../store/dispatches.ts'
import { unsubscribeToken } from '../store/unsubscribe-token.ts'
import type { Item, Round } from './prepare-round.ts'

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
  const marks = [
    ...going.map((item, index) => markOf(item, handings[index] as Handing, post.patience)),
    ...round.items.flatMap((item) => (item.decision.send ? [] : [notSent(item)])),
  ]
  const unsent = handings.filter(({ outcome }) => outcome === 'unsent').length
  return { round, marks, unsent }
}

/** Writes outcomes, attempts and events in one statement; only under a lease that is still ours. */
export async function markRound(deps: Deps, { round, marks }: Sent): Promise<void> {
  const kept = await markLeased(deps.pool, round.lease, marks, deps.clock.now())
  const lost = round.lease.sacks.length - kept
  if (lost > 0) deps.metrics.add('mail_leases_lost_total', {}, lost)
  for (const { state } of marks) deps.metrics.add('mails_total', { outcome: state })
  tellPortals(deps, round.items)
}

/** Pages that are open show a new message at once; nobody waits for a reminder. */
function tellPortals({ signals }: Deps, items: readonly Item[]): void {
  for (const { kind, notice } of items)
    if (traits[kind].lane === 'service' || notice.copyOf) signals.emit('account', notice.accountId)
}

interface Setting {
  readonly messages: Messages
  readonly day: string
  readonly now: Date
  readonly post: Post
  readonly deps: Deps
}

function letterOf(item: Item, { messages, day, now, post, deps }: Setting): Letter {
  const { notice, kind, contact, secret, drafted } = item
  if (!contact) throw new Error('a mail needs a recipient')
  const isCopy = notice.copyOf !== null
  const language = isCopy && notice.language === 'es' ? 'es' : isCopy ? 'en' : contact.language
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
    ...mail,
  }
}

function markOf(item: Item, { outcome, code }: Handing, patience: Patience): Mark {
  const { notice, sack, contact, drafted, secret } = item
  const tried = outcome !== 'unsent'
  const base = {
    sack,
    id: notice.id,
    tried,
    code: code > 0 ? code : null,
    why: null,
    language: notice.copyOf ? notice.language : (contact?.language ?? null),
    drafted,
    pauseMs: 0,
    badAddress: false,
  }
  if (outcome === 'sent') return { ...base, state: 'sent' }
  if (outcome === 'refused')
    return { ...base, state: 'bounced', badAddress: secret?.email === undefined }
  const pauseMs = tried ? pauseAfter(notice.attempts + 1, patience) : 0
  return pauseMs === undefined
    ? { ...base, state: 'failed' }
    : { ...base, state: 'queued', pauseMs }
}

function notSent({ notice, sack, contact, decision, drafted }: Item): Mark {
  if (decision.send) throw new Error('this one is to be sent')
  return {
    sack,
    id: notice.id,
    state: decision.state,
    why: decision.why,
    tried: false,
    code: null,
    language: contact?.language ?? null,
    drafted,
    pauseMs: 0,
    badAddress: decision.state === 'undeliverable',
  }
}
