import type { Delivery, Received } from './broker.ts'
import type { Event } from './consumers.ts'
import { inBatchSpan, inDeliverySpan } from './delivery-spans.ts'
import type { Checked } from './envelope-check.ts'
import type { Work } from './inbox.ts'
import { park } from './parking.ts'
import type { Desk } from './receiver.ts'
import { isTransient } from './transient.ts'

const maxPauseMs = 30_000

/** Neighbours of one batch handler go together, all others one by one; the order stays. */
export async function inOrder(
  desk: Desk,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<Received> {
  const all = deliveries.map((delivery): Looked => ({ delivery, checked: desk.check(delivery) }))
  let settled = 0
  while (settled < all.length && !signal.aborted) {
    const stretch = stretchFrom(desk, all, settled)
    const received = await (stretch.length > 1 && worksTogether(desk, stretch)
      ? together(desk, stretch, signal)
      : oneByOne(desk, stretch, signal))
    settled += received.settled
    if (received.settled < stretch.length) return { ...received, settled }
  }
  return { settled }
}

interface Looked {
  readonly delivery: Delivery
  readonly checked: Checked
}

/** Up to the first event for another handler; what is no event belongs anywhere. */
function stretchFrom(desk: Desk, all: readonly Looked[], from: number): readonly Looked[] {
  let work: Work | undefined
  const end = all.findIndex(({ checked }, index) => {
    if (index < from || checked.kind !== 'event') return false
    const its = workFor(desk, checked.event)
    work ??= its
    return its !== work
  })
  return from === 0 && end === -1 ? all : all.slice(from, end === -1 ? undefined : end)
}

function worksTogether(desk: Desk, stretch: readonly Looked[]): boolean {
  const first = stretch.find(({ checked }) => checked.kind === 'event')?.checked
  return first?.kind === 'event' && workFor(desk, first.event).batches
}

export function workFor({ work }: Desk, { type }: Event): Work {
  const its = work.get(type)
  if (!its) throw new Error(`nobody handles ${type}`)
  return its
}

/** The first that has to wait holds up those behind it, and nobody else. */
async function oneByOne(
  desk: Desk,
  stretch: readonly Looked[],
  signal: AbortSignal,
): Promise<Received> {
  for (const [index, { delivery, checked }] of stretch.entries()) {
    if (signal.aborted) return { settled: index }
    if (checked.kind !== 'event') {
      await settle(desk, delivery, checked)
      continue
    }
    const { event } = checked
    const pauseMs = await inDeliverySpan(desk.name, event, () => handle(desk, delivery, event))
    if (pauseMs !== undefined) return { settled: index, pauseMs }
  }
  return { settled: stretch.length }
}

/** All in one transaction; when that fails, one by one shows which of them is the cause. */
async function together(
  desk: Desk,
  stretch: readonly Looked[],
  signal: AbortSignal,
): Promise<Received> {
  const events: Event[] = []
  for (const { checked } of stretch) if (checked.kind === 'event') events.push(checked.event)
  const [first] = events
  if (!first) return oneByOne(desk, stretch, signal)
  try {
    const work = workFor(desk, first)
    const outcomes = await inBatchSpan(desk.name, events, () => work.run(events))
    for (const [index, { id, type }] of events.entries())
      desk.tell(id, type, outcomes[index] ?? 'duplicate')
  } catch (error) {
    if (isTransient(error)) return { settled: 0, pauseMs: pause(desk, error, (desk.pauses += 1)) }
    return oneByOne(desk, stretch, signal)
  }
  for (const { delivery, checked } of stretch)
    if (checked.kind !== 'event') await settle(desk, delivery, checked)
  return { settled: stretch.length }
}

/** Undefined when it settled; otherwise how long to wait before it comes again. */
async function handle(desk: Desk, delivery: Delivery, event: Event): Promise<number | undefined> {
  const { id, type } = event
  try {
    const [outcome = 'duplicate'] = await workFor(desk, event).run([event])
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
