/** The services in one process, as `npm start` runs them. Told what to do by its parent. */
import { applications } from '@peercert/applications/app'
import { civilDate } from '@peercert/chassis/civil-date'
import { movableClock } from '@peercert/chassis/clock'
import type { Environment } from '@peercert/chassis/config'
import { localBroker } from '@peercert/chassis/local-broker'
import { createLog } from '@peercert/chassis/log'
import {
  type RunningService,
  type ServiceDefinition,
  startService,
} from '@peercert/chassis/service'
import { localSignals } from '@peercert/chassis/signals'
import { identity } from '@peercert/identity/app'
import { notifications } from '@peercert/notifications/app'
import type { ServiceName } from './stack.ts'

export interface Setting {
  readonly environments: Readonly<Record<ServiceName, Environment>>
  /** Program time at the start, an instant. */
  readonly now: string
  /** Whether jobs run by themselves when their hour has come. */
  readonly scheduled: boolean
}

/** What the parent asks for; each is answered with `done`. */
export type Order =
  | { readonly do: 'begin' }
  | { readonly do: 'jobs'; readonly day: string }
  | { readonly do: 'settle' }
  | { readonly do: 'move'; readonly to: string }
  | { readonly do: 'close' }

const definitions: Readonly<Record<ServiceName, ServiceDefinition>> = {
  identity,
  applications,
  notifications,
}

async function run(setting: Setting): Promise<void> {
  const clock = movableClock(new Date(setting.now).getTime() - Date.now())
  const broker = localBroker({ log: logOf('broker') })
  const { scheduled } = setting
  const platform = { broker, clock, signals: localSignals(), log: logOf, scheduled }
  const services: RunningService[] = []
  for (const [name, definition] of Object.entries(definitions)) {
    const env = setting.environments[name as ServiceName]
    services.push(await startService(definition, { env, platform }))
  }
  process.on('message', (order: Order) => {
    void obey(order).then(
      () => process.connected && process.send?.({ done: order.do }),
      (error: unknown) => process.connected && process.send?.({ failed: String(error) }),
    )
  })
  const obey = async (order: Order) => {
    if (order.do === 'begin') broker.begin()
    if (order.do === 'jobs')
      for (const service of services) await service.runJobs(civilDate(order.day))
    if (order.do === 'settle') await settle(services)
    if (order.do === 'move') clock.moveTo(new Date(order.to))
    if (order.do === 'close') {
      for (const service of services.toReversed()) await service.close()
      process.disconnect()
    }
  }
  process.send?.({ done: 'start' })
}

/** Standard output belongs to the result. */
function logOf(name: string) {
  return createLog(name, { level: 'warn', destination: process.stderr })
}

/** Quiet means: everybody said so twice in a row. Asking is work too, so there is time between. */
async function settle(services: readonly RunningService[]): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    const states = await Promise.all(services.map((service) => service.settled()))
    quiet = states.every(Boolean) ? quiet + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, quiet === 0 ? 15 : 5))
  }
}

process.once('message', (setting: Setting) => {
  run(setting).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
