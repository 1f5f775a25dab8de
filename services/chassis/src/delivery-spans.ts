import type { Event } from './consumers.ts'
import { inSpan, inTrace } from './spans.ts'

/** One delivery, in the trace of whoever said the fact. */
export function inDeliverySpan<T>(
  consumer: string,
  { type, traceparent }: Event,
  work: () => Promise<T>,
): Promise<T> {
  return inTrace(traceparent, () => inSpan(`consume ${type}`, work, settingsOf(consumer, type, 1)))
}

/** Hundreds in one transaction belong to no one trace. */
export function inBatchSpan<T>(
  consumer: string,
  events: readonly Event[],
  work: () => Promise<T>,
): Promise<T> {
  const type = events[0]?.type ?? 'nothing'
  return inSpan(`consume ${type}`, work, settingsOf(consumer, type, events.length))
}

const settingsOf = (consumer: string, type: string, count: number) => ({
  kind: 'consumer' as const,
  attributes: {
    'messaging.operation.type': 'process',
    'messaging.batch.message_count': count,
    'peercert.consumer': consumer,
    'peercert.event': type,
  },
})
