/** One service of the product on the bus of the tests, to be killed: its order is JSON in the first argument. */
import { movableClock } from '@peercert/chassis/clock'
import { startService } from '@peercert/chassis/service'
import { localSignals } from '@peercert/chassis/signals'
import { notifications } from '@peercert/notifications/app'
import { payments } from '@peercert/payments/app'
import pg from 'pg'
import { busBroker } from './bus.ts'

export interface HouseOrder {
  readonly service: 'payments' | 'notifications'
  readonly env: Readonly<Record<string, string>> & { readonly DATABASE_URL: string }
  /** Program time at which it starts. */
  readonly now: string
}

const { service, env, now } = JSON.parse(process.argv[2] ?? '{}') as HouseOrder
const clock = movableClock()
clock.moveTo(new Date(now))
const broker = busBroker(new pg.Pool({ connectionString: env.DATABASE_URL, max: 3 }))
const platform = { broker, clock, signals: localSignals(), scheduled: false }
const running =
  service === 'payments'
    ? await startService(payments, { env, platform })
    : await startService(notifications, { env, platform })
process.send?.(running.url)
