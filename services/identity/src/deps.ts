import type { Clock } from '@peercert/chassis/clock'
import type { Handlers } from '@peercert/chassis/contract'
import type { Signals } from '@peercert/chassis/signals'
import type { operations } from '@peercert/contracts/identity'
import type pg from 'pg'
import type { IdTokens } from './client/realm.ts'
import type { Events } from './events.ts'
import type { Codes } from './store/code.ts'
import type { Db } from './store/database.ts'

export interface Deps {
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly events: Events
  readonly signals: Signals
  readonly codes: Codes
  readonly idTokens: IdTokens
  /** Claims are judged apart from the request that makes them; this wakes who judges. */
  readonly judgeClaims: () => void
}

export type Routes = Handlers<operations, Deps>
