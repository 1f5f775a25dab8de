import type { Clock } from '@peercert/chassis/clock'
import { publisher, type Publisher } from '@peercert/chassis/outbox'
import { events, type EventMap } from '@peercert/contracts/identity'

export type Events = Publisher<EventMap>

export const eventsOf = (clock: Clock): Events => publisher<EventMap>(events, clock)
