import type { Clock } from '@peercert/chassis/clock'
import type { Handlers } from '@peercert/chassis/contract'
import type { Log } from '@peercert/chassis/log'
import type { Signals } from '@peercert/chassis/signals'
import type { operations } from '@peercert/contracts/payments'
import type pg from 'pg'
import type { Applications } from './client/applications.ts'
import type { Identity } from './client/identity.ts'
import type { Processor } from './client/processor.ts'
import type { Events } from './events.ts'
import type { Db } from './store/database.ts'

export interface Settings {
  readonly leaseMs: number
  readonly firstMs: number
  readonly longestMs: number
  readonly delayedMs: number
  readonly giveUpMs: number
  readonly unpaidAfterMs: number
  readonly scriptUrl: string
  readonly publishableKey: string
  readonly phone: string
}

/** A row of the fee schedule, in force from an instant (FEE-13). */
export interface PriceRow {
  readonly code: string
  readonly cents: number
  readonly from: Date
}

export interface Deps {
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly log: Log
  readonly events: Events
  readonly signals: Signals
  readonly processor: Processor
  readonly applications: Applications
  readonly identity: Identity
  readonly settings: Settings
  readonly prices: readonly PriceRow[]
  /** False while the processor has been failing. */
  readonly cardsWork: () => boolean
}

export type Routes = Handlers<operations, Deps>
