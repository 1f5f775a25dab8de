import { type Loop, loop } from '@peercert/chassis/background'
import { type RoundOptions, type Taken, takeRound } from '../actions/take-round.ts'
import { markRound, type Post, sendRound } from '../actions/send-round.ts'
import type { Deps } from '../deps.ts'
import { release } from '../store/dispatches.ts'

export interface DeliveryOptions extends RoundOptions {
  readonly post: Post
}

// Asking about a round takes longer than sending one: with a single round ahead the line falls silent.
const roundsAhead = 2

/**
 * Sends what is due, round after round. While one round is on the wire the next two are prepared and
 * the one before is marked, so at most two rounds are sent but not marked when a process dies.
 */
export function deliveryLoop(deps: Deps, options: DeliveryOptions): Loop {
  return loop({
    name: `deliver ${options.lane}`,
    everyMs: 1_000,
    async run(signal) {
      const ahead: Taken[] = []
      const takeUp = () => takeInto(ahead, deps, options)
      let taking = handled(takeUp())
      let marking = Promise.resolve()
      try {
        while (!signal.aborted) {
          if (ahead.length === 0) await taking
          const [next] = ahead
          if (!next) return
          const round = { ...next, items: await next.items }
          ahead.shift()
          const sending = sendRound(deps, options.post, round)
          taking = handled(taking.then(takeUp))
          const sent = await sending
          await marking
          marking = handled(markRound(deps, sent))
          // Nobody answers: what was not tried waits for the loop's own pause.
          if (sent.unsent > 0 && performance.now() < round.until) throw new Error('no mail server')
        }
      } finally {
        await Promise.all([marking, giveBack(deps, taking, ahead)])
      }
    },
  })
}

/** One after the other: two leases at once would get in each other's way. */
async function takeInto(ahead: Taken[], deps: Deps, options: RoundOptions): Promise<void> {
  while (ahead.length < roundsAhead) {
    const taken = await takeRound(deps, options)
    if (!taken) return
    ahead.push({ ...taken, items: handled(taken.items) })
  }
}

/** Its failure is seen where it is awaited, which may be a little later. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** Rounds that were taken and will not be sent: the next worker need not wait for the lease. */
async function giveBack(
  { pool }: Deps,
  taking: Promise<void>,
  ahead: readonly Taken[],
): Promise<void> {
  await taking.catch(() => {})
  for (const { lease } of ahead) await release(pool, lease.token)
}
