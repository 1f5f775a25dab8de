import type { Clock } from '@peercert/chassis/clock'
import type { Handlers } from '@peercert/chassis/contract'
import type { Signals } from '@peercert/chassis/signals'
import type { operations } from '@peercert/contracts/applications'
import type pg from 'pg'
import type { Identity } from './client/identity.ts'
import type { Payments } from './client/payments.ts'
import type { Events } from './events.ts'
import type { Db } from './store/database.ts'

export interface Deps {
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly events: Events
  readonly signals: Signals
  readonly payments: Payments
  readonly identity: Identity
  readonly portalUrl: string
}

export type Routes = Handlers<operations, Deps>
