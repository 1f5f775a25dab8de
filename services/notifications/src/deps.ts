import type { Clock } from '@peercert/chassis/clock'
import type { Handlers } from '@peercert/chassis/contract'
import type { Signals } from '@peercert/chassis/signals'
import type { Metrics } from '@peercert/chassis/telemetry'
import type { operations } from '@peercert/contracts/notifications'
import type pg from 'pg'
import type { Applications } from './client/applications.ts'
import type { Identity } from './client/identity.ts'
import type { Payments } from './client/payments.ts'
import type { Events } from './events.ts'
import type { Texts } from './texts.ts'
import type { Db } from './store/database.ts'

export interface Deps {
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly events: Events
  readonly signals: Signals
  readonly metrics: Metrics
  readonly identity: Identity
  readonly applications: Applications
  readonly payments: Payments
  /** The mails in the words of the day. */
  readonly texts: Texts
  readonly secrets: { readonly unsubscribe: string; readonly bounce: string }
}

export type Routes = Handlers<operations, Deps>
