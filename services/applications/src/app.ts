import { buildApi } from '@peercert/chassis/api'
import { defineService } from '@peercert/chassis/service'
import { api, events, type operations } from '@peercert/contracts/applications'
import { identityClient } from './client/identity.ts'
import { paymentsClient } from './client/payments.ts'
import { schema } from './config.ts'
import { ceAuditConsumer } from './consumers/ce-audit.ts'
import { identityConsumer } from './consumers/identity.ts'
import { paymentsConsumer } from './consumers/payments.ts'
import type { Deps } from './deps.ts'
import { eventsOf } from './events.ts'
import { remindJob } from './jobs/remind.ts'
import { problems } from './problems.ts'
import { handlers } from './routes/handlers.ts'
import { connect } from './store/database.ts'

export const applications = defineService({
  name: 'applications',
  config: schema,
  events,
  async build({ config, pool, clock, signals, serviceFetch, http }) {
    const db = connect(pool)
    const deps: Deps = {
      db,
      pool,
      clock,
      events: eventsOf(clock),
      signals,
      payments: paymentsClient(config.paymentsUrl, serviceFetch),
      identity: identityClient(config.identityUrl, serviceFetch),
      portalUrl: config.portalUrl,
    }
    const parts = { document: api, handlers, problems, deps }
    return {
      app: await buildApi<operations, Deps>({ ...http, ...parts }),
      consumers: [paymentsConsumer(deps), identityConsumer(deps), ceAuditConsumer(deps)],
      sources: {
        payments: config.paymentsUrl,
        identity: config.identityUrl,
        'ce-audit': config.ceAuditUrl,
      },
      jobs: [remindJob(deps)],
      close: () => db.$disconnect(),
    }
  },
})
