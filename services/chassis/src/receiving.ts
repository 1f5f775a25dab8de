import type { Delivery, Received } from './broker.ts'
import type { Event } from './consumers.ts'
import { inBatchSpan, inDeliverySpan } from './delivery-spans.ts'
import type { Checked } from './envelope-check.ts'
import { park } from './parking.ts'
import type { Desk } from './receiver.ts'
import { isTransient } from './transient.ts'

const maxPauseMs = 30_000

/** In order: the first that has to wait holds up those behind it, and nobody else. */
export async function oneByOne(
  desk: Desk,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<Received> {
  for (const [index, delivery] of deliveries.entries()) {
    if (signal.aborted) return { settled: index }
    const checked = desk.check(delivery)
    if (checked.kind !== 'event') {
      await settle(desk, delivery, checked)
      continue
    }
    const { event } = checked
    const pauseMs = await inDeliverySpan(desk.name, event, () => handle(desk, delivery, event))
    if (pauseMs !== undefined) return { settled: index, pauseMs }
  }
  return { settled: deliveries.length }
}

/** All in one transaction; when that fails, one by one shows which of them is the cause. */
export async function together(
  desk: Desk,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<Received> {
  const events: Event[] = []
  for (const delivery of deliveries) {
    const checked = desk.check(delivery)
    if (checked.kind === 'event') events.push(checked.event)
    else await settle(desk, delivery, checked)
  }
  try {
    const outcomes = await inBatchSpan(desk.name, events, () => desk.work.run(events))
    for (const [index, { id, type }] of events.entries())
      desk.tell(id, type, outcomes[index] ?? 'duplicate')
    return { settled: deliveries.length }
  } catch (error) {
    if (isTransient(error)) return { settled: 0, pauseMs: pause(desk, error, (desk.pauses += 1)) }
    return oneByOne(desk, deliveries, signal)
  }
}

/** Undefined when it settled; otherwise how long to wait before it comes again. */
async function handle(desk: Desk, delivery: Delivery, event: Event): Promise<number | undefined> {
  const { id, type } = event
  try {
    const [outcome = 'duplicate'] = await desk.work.run([event])
    desk.failures.delete(id)
    desk.tell(id, type, outcome)
    return undefined
  } catch (error) {
    if (isTransient(error)) return pause(desk, error, (desk.pauses += 1))
    const attempts = (desk.failures.get(id) ?? 0) + 1
    desk.failures.set(id, attempts)
    if (attempts < desk.attempts) return pause(desk, error, attempts)
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    await setAside(desk, delivery, { reason, attempts, id, type })
    desk.failures.delete(id)
    return undefined
  }
}

/** Settles what is no event for this consumer. */
async function settle(
  desk: Desk,
  delivery: Delivery,
  checked: Exclude<Checked, { readonly kind: 'event' }>,
): Promise<void> {
  if (checked.kind === 'unknown') desk.tell(undefined, 'unknown', 'skipped')
  if (checked.kind === 'bad') await setAside(desk, delivery, { ...checked, attempts: 0 })
}

interface Trouble {
  readonly reason: string
  readonly attempts: number
  readonly id?: string
  readonly type?: string
}

async function setAside(desk: Desk, delivery: Delivery, trouble: Trouble): Promise<void> {
  const { reason, id, type = 'unknown' } = trouble
  await park(desk.pool, { consumer: desk.name, delivery, ...trouble })
  const where = { consumer: desk.name, topic: delivery.topic, eventId: id, type }
  desk.log.error({ ...where, reason }, 'event parked')
  desk.tell(id, type, 'parked')
}

/** Machine time; doubles up to half a minute. */
export function pause(desk: Desk, error: unknown, times: number): number {
  const pauseMs = Math.min(maxPauseMs, desk.pauseMs * 2 ** Math.min(times, 12))
  desk.metrics.add('consumer_pauses_total', { consumer: desk.name })
  desk.log.warn({ err: error, consumer: desk.name, pauseMs }, 'consumer pauses')
  return pauseMs
}
