import type { Clock } from '@peercert/chassis/clock'
import { type Publisher, publisher } from '@peercert/chassis/outbox'
import { type EventMap, events } from '@peercert/contracts/applications'

export type Events = Publisher<EventMap>

export const eventsOf = (clock: Clock): Events => publisher<EventMap>(events, clock)
