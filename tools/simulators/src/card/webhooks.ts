import { createHmac } from 'node:crypto'
import { apiVersion, newId, seconds, type Intent } from './objects.ts'
import { fitsIntent } from './order-matching.ts'
import type { CardOrder, State, WebhookEvent } from './state.ts'

export interface WebhookTarget {
  url: string
  secret: string
}

interface Outgoing {
  event: WebhookEvent
  order: CardOrder | undefined
}

const pauses = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000]

export function signatureOf(body: string, secret: string): string {
  const at = seconds()
  const v1 = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
  return `t=${at},v1=${v1}`
}

/** Tells the merchant what happened, again and again until it answers 2xx. */
export class Webhooks {
  #state: State
  #target: WebhookTarget | null
  #queue: Outgoing[] = []
  #swapped: WebhookEvent[] = []
  #timers = new Set<NodeJS.Timeout>()

  constructor(state: State, target: WebhookTarget | null) {
    this.#state = state
    this.#target = target
  }

  /** Puts an event in the queue of the work that is being done right now. */
  add(type: string, object: object, intent: Intent, request: WebhookEvent['request']): void {
    const event: WebhookEvent = {
      id: newId('evt'),
      object: 'event',
      api_version: apiVersion,
      created: seconds(),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request,
      type,
    }
    this.#state.journal.write('event', { event: event.id, type, intent: intent.id })
    const order = this.#state.orders.take(
      (o) =>
        o.on === 'webhook' && fitsIntent(o, intent) && (!o.match?.event || o.match.event === type),
    )
    this.#state.undelivered.set(event.id, event)
    this.#queue.push({ event, order })
  }

  /** What the work added, in order. */
  collect(): Outgoing[] {
    return this.#queue.splice(0)
  }

  /** Those that were ordered to arrive before the answer. */
  async sendEarly(queue: Outgoing[]): Promise<void> {
    for (const out of queue) if (out.order?.do === 'before') await this.#deliver(out.event)
  }

  sendRest(queue: Outgoing[]): void {
    void (async () => {
      for (const out of queue) if (out.order?.do !== 'before') await this.#deliverAs(out)
    })()
  }

  setTarget(target: WebhookTarget | null): void {
    this.#target = target
  }

  /** What an earlier process could not deliver. */
  resume(): void {
    for (const event of this.#state.undelivered.values()) void this.#deliver(event)
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#target = null
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      run()
    }, ms)
    timer.unref()
    this.#timers.add(timer)
  }

  async #post({ url }: WebhookTarget, secret: string, event: WebhookEvent): Promise<number> {
    const body = JSON.stringify(event, null, 2)
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': signatureOf(body, secret),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(10_000),
      })
      await answer.body?.cancel()
      return answer.status
    } catch {
      return 0
    }
  }

  async #deliver(event: WebhookEvent, attempt = 0): Promise<void> {
    if (!this.#target) return
    const status = await this.#post(this.#target, this.#target.secret, event)
    const detail = { event: event.id, type: event.type, status, attempt: attempt + 1 }
    this.#state.journal.write('webhook', detail)
    if (status >= 200 && status < 300) {
      this.#state.undelivered.delete(event.id)
      // A swapped event follows the next one that got through.
      for (const kept of this.#swapped.splice(0))
        if (kept.id !== event.id) await this.#deliver(kept)
      return
    }
    const pause = pauses[attempt]
    if (pause !== undefined) this.#later(pause, () => void this.#deliver(event, attempt + 1))
  }

  async #deliverAs({ event, order }: Outgoing): Promise<void> {
    const { journal, undelivered } = this.#state
    const named = { event: event.id, type: event.type }
    switch (order?.do) {
      case 'never':
        undelivered.delete(event.id)
        journal.write('webhook-withheld', named)
        return
      case 'late':
        this.#later(order.ms ?? 5_000, () => void this.#deliver(event))
        return
      case 'reordered':
        this.#swapped.push(event)
        return
      case 'twice':
        await this.#deliver(event)
        await this.#deliver(event)
        return
      case 'forged':
        if (this.#target) await this.#post(this.#target, 'whsec_of_somebody_else', event)
        journal.write('webhook-forged', named)
        await this.#deliver(event)
        return
      default:
        await this.#deliver(event)
    }
  }
}
