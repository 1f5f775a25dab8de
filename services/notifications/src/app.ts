import { buildApi } from '@peercert/chassis/api'
import type { Consumer } from '@peercert/chassis/consumers'
import { eventRoutes } from '@peercert/chassis/event-routes'
import type { Log } from '@peercert/chassis/log'
import { defineService } from '@peercert/chassis/service'
import { listen } from '@peercert/chassis/wake'
import { api, events, type operations } from '@peercert/contracts/notifications'
import { applicationsClient } from './client/applications.ts'
import { identityClient } from './client/identity.ts'
import { paymentsClient } from './client/payments.ts'
import { schema } from './config.ts'
import {
  applicationsConsumer,
  approachingConsumer,
  importedConsumer,
} from './consumers/applications.ts'
import { identityConsumer } from './consumers/identity.ts'
import { paymentsConsumer } from './consumers/payments.ts'
import type { Deps, Routes } from './deps.ts'
import { eventsOf } from './events.ts'
import { deliveryLoop, type DeliveryOptions } from './jobs/delivery.ts'
import { mailGauges, mailMetrics } from './metrics.ts'
import { postOffice } from './post-office.ts'
import { problems } from './problems.ts'
import { keepRawBody } from './raw-body.ts'
import { bounceListRoutes } from './routes/bounce-list.ts'
import { bounceRoutes } from './routes/bounces.ts'
import { historyRoutes } from './routes/history.ts'
import { ownMessageRoutes } from './routes/own-messages.ts'
import { reminderRoutes } from './routes/reminders.ts'
import { staffMessageRoutes } from './routes/staff-messages.ts'
import { connect } from './store/database.ts'
import { isQuiet } from './store/dispatches.ts'
import { textsOf } from './texts.ts'

const handlers: Routes = {
  ...ownMessageRoutes,
  ...reminderRoutes,
  ...bounceRoutes,
  ...staffMessageRoutes,
  ...bounceListRoutes,
  ...historyRoutes,
  ...eventRoutes,
}

export const notifications = defineService({
  name: 'notifications',
  config: schema,
  events,
  async build(context) {
    const { config, pool, clock, signals, metrics, serviceFetch, log } = context
    const db = connect(pool)
    metrics.describe(mailMetrics)
    const deps: Deps = {
      db,
      pool,
      clock,
      signals,
      metrics,
      events: eventsOf(clock),
      identity: identityClient(config.identityUrl, serviceFetch),
      applications: applicationsClient(config.applicationsUrl, serviceFetch),
      payments: paymentsClient(config.paymentsUrl, serviceFetch),
      texts: textsOf({ site: config.portalUrl, phone: config.programPhone }),
      secrets: { unsubscribe: config.unsubscribeSecret, bounce: config.bounceSecret },
    }
    const app = await buildApi<operations, Deps>({
      ...context.http,
      document: api,
      handlers,
      problems,
      deps,
    })
    keepRawBody(app, '/bounces')

    const office = postOffice(config)
    const { loops, stop } = openDesks(office.desks, deps, { databaseUrl: config.databaseUrl, log })
    return {
      app,
      consumers: consumersOf(deps),
      sources: {
        applications: config.applicationsUrl,
        payments: config.paymentsUrl,
        identity: config.identityUrl,
      },
      loops,
      gauges: mailGauges(pool),
      // Mail that waits for a mail server which does not answer has settled as far as it can.
      settled: async () => (await isQuiet(pool)) || loops.some((one) => one.resting),
      async close() {
        await stop()
        await office.close()
        await db.$disconnect()
      },
    }
  },
})

/** The database says in which lane work is waiting; the signal tells every process. */
function openDesks(
  desks: readonly DeliveryOptions[],
  deps: Deps,
  { databaseUrl, log }: { readonly databaseUrl: string; readonly log: Log },
) {
  const { signals } = deps
  const byLane = new Map(desks.map((desk) => [desk.lane, deliveryLoop(deps, desk)]))
  const waiting = listen(databaseUrl, 'dispatch', (lane) => signals.emit('mail', lane), log)
  const deaf = signals.on('mail', (lane) => {
    for (const [own, one] of byLane) if (lane === '' || lane === own) one.nudge()
  })
  const stop = async () => {
    deaf()
    await waiting.stop()
  }
  return { loops: [...byLane.values()], stop }
}

function consumersOf(deps: Deps): Consumer[] {
  return [
    approachingConsumer(deps),
    importedConsumer(),
    applicationsConsumer(deps),
    paymentsConsumer(deps),
    identityConsumer(deps),
  ]
}
