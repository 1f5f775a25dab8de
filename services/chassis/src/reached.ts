/** A step at which a test may end, hinder or slow this process, to see that nothing is lost or doubled by it. */
export type Point =
  | `api.${'received' | 'after-idempotency-row' | 'after-commit' | 'after-reply'}`
  | `change.${'after-domain-row' | 'after-outbox-row'}`
  | `relay.${'after-lock' | 'after-mark' | 'after-publish' | 'after-commit'}`
  | `consumer.${'received' | 'after-inbox-row' | 'after-effect' | 'after-commit' | 'after-ack'}`
  | `mail.${'after-lease' | 'after-hand-over' | 'before-mark'}`

/** `of` says which one: the operation, the type of the fact, the consumer, the topic. */
export type Reached = (point: Point, of?: string) => Promise<void> | void

const nothing = (): void => {}

// Read as texts, so that a release bundle, where the first is a constant, holds neither the branch nor what it loads.
// oxlint-disable node/no-process-env -- decided before any configuration is read, and not a setting of a service
const armed =
  process.env.NODE_ENV === 'production' || process.env.FAILPOINTS !== 'on'
    ? undefined
    : await import('./failpoints.ts')
// oxlint-enable node/no-process-env

/** Does nothing, except in a process that was started to be harmed. */
export const reached: Reached = armed?.hit ?? nothing

/** Lists and arms the points over HTTP; without them there is no such route. */
export const exposePoints = armed?.routes ?? nothing
