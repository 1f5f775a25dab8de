import type { Clock } from '@peercert/chassis/clock'
import { type Publisher, publisher } from '@peercert/chassis/outbox'
import { events, type EventMap } from '@peercert/contracts/payments'

export type Events = Publisher<EventMap>

export const eventsOf = (clock: Clock): Events => publisher<EventMap>(events, clock)
