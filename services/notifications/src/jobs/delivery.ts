import { type Loop, loop } from '@peercert/chassis/background'
import { prepareRound, type Round, type RoundOptions } from '../actions/prepare-round.ts'
import { markRound, type Post, sendRound } from '../actions/send-round.ts'
import type { Deps } from '../deps.ts'
import { release } from '../store/dispatches.ts'

export interface DeliveryOptions extends RoundOptions {
  readonly post: Post
}

/**
 * Sends what is due, round after round. While one round is on the wire the next is prepared and the
 * one before is marked, so at most two rounds are sent but not marked when a process dies.
 */
export function deliveryLoop(deps: Deps, options: DeliveryOptions): Loop {
  return loop({
    name: `deliver ${options.lane}`,
    everyMs: 1_000,
    async run(signal) {
      let marking = Promise.resolve()
      let ahead = handled(prepareRound(deps, options))
      try {
        for (let round = await ahead; round && !signal.aborted; round = await ahead) {
          const sending = sendRound(deps, options.post, round)
          ahead = handled(prepareRound(deps, options))
          const sent = await sending
          await marking
          marking = handled(markRound(deps, sent))
          // Nobody answers: what was not tried waits for the loop's own pause.
          if (sent.unsent > 0 && performance.now() < round.until) throw new Error('no mail server')
        }
      } finally {
        await Promise.all([marking, giveBack(deps, ahead)])
      }
    },
  })
}

/** Its failure is seen where it is awaited, which may be a little later. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

/** A round that was prepared and will not be sent: the next worker need not wait for the lease. */
async function giveBack(deps: Deps, ahead: Promise<Round | undefined>): Promise<void> {
  const round = await ahead.catch(() => undefined)
  if (round) await release(deps.pool, round.lease.token)
}
