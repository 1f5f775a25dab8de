import { appendFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { StackSystem } from '@peercert/stack/system'
import { type CallCounts, Caller } from './caller.ts'
import { issueVoucher, type Means, renew } from './journey.ts'
import { finance, type Holder } from './people.ts'

export interface LoadOptions {
  readonly system: StackSystem
  readonly holders: readonly Holder[]
  /** The secret key at the card processor. */
  readonly cardKey: string
  /** What clients were told, for the oracle. */
  readonly ackedFile: string
  /** How much of the drill is over, from 0 to 1: people come as it goes on. */
  readonly progress: () => number
}

export interface Load {
  readonly counts: CallCounts
  readonly renewed: () => number
  /** Nobody new comes, who is here goes on to the end; answers what went wrong for whom. */
  finish(withinMs: number): Promise<readonly string[]>
}

const workers = 4

/** People who renew, by card and by voucher, and somebody who only looks, for as long as the drill goes on. */
export function startLoad(options: LoadOptions): Load {
  const { system, holders, progress } = options
  const counts: CallCounts = { answered: 0, again: 0 }
  const wrong: string[] = []
  let deadline = Number.POSITIVE_INFINITY
  let [next, renewed, ending] = [0, 0, false]
  const callerOf = (email: string) =>
    new Caller({
      urls: system.ready.services,
      token: tokensOf(system, email),
      counts,
      until: () => deadline,
    })
  const means = meansOf(options, callerOf)
  const mayCome = () => next < Math.min(holders.length, 1 + progress() * holders.length)
  const work = async () => {
    for (; !ending; await delay(50)) {
      if (!mayCome()) continue
      const index = next++
      const holder = holders[index] as Holder
      try {
        await renewAs(holder, means(holder), index % 3 === 0)
        renewed += 1
      } catch (error) {
        wrong.push(`${holder.person.email}: ${error instanceof Error ? error.message : error}`)
      }
    }
  }
  const looking = look(system, () => ending)
  const all = Promise.all([...Array.from({ length: workers }, work), looking])
  return {
    counts,
    renewed: () => renewed,
    async finish(withinMs) {
      ending = true
      deadline = performance.now() + withinMs
      await all
      return wrong
    },
  }
}

function meansOf(
  { system, ackedFile, cardKey }: LoadOptions,
  callerOf: (email: string) => Caller,
): (holder: Holder) => Means {
  const desk = callerOf(finance.email)
  return ({ person: { email } }) => ({
    me: callerOf(email),
    desk,
    told: (kind, id) => appendFileSync(ackedFile, `${JSON.stringify({ kind, id })}\n`),
    idToken: async () => (await system.tokensOf(email)).idToken,
    card: () => workingCard(system.ready.card, cardKey),
  })
}

async function renewAs(holder: Holder, means: Means, byVoucher: boolean): Promise<void> {
  const voucher = byVoucher ? await issueVoucher(holder.accountId, means) : undefined
  await renew(holder, voucher, means)
}

/** Somebody reads, by the portal: its page, and the program's texts through it. */
async function look({ ready }: StackSystem, ending: () => boolean): Promise<void> {
  for (; !ending(); await delay(200))
    for (const path of ['/', '/api/applications/program/texts/code-of-ethics?language=en'])
      await fetch(`${ready.portal}${path}`, { signal: AbortSignal.timeout(5_000) })
        .then((answer) => answer.text())
        .catch(() => undefined)
}

/** One token for a while, as a browser's session has. */
function tokensOf(system: StackSystem, email: string): () => Promise<string> {
  let kept: { readonly token: string; readonly until: number } | undefined
  return async () => {
    if (!kept || performance.now() > kept.until) {
      const { accessToken } = await system.tokensOf(email)
      kept = { token: accessToken, until: performance.now() + 60_000 }
    }
    return kept.token
  }
}

async function workingCard(card: string, cardKey: string): Promise<string> {
  const answer = await fetch(`${card}/v1/test_helpers/confirmation_tokens`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${cardKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'payment_method=pm_card_visa',
  })
  if (!answer.ok) throw new Error(`the card processor gave no token: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}
