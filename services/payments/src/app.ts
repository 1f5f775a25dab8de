import { buildApi } from '@peercert/chassis/api'
import { civilDate, startOf } from '@peercert/chassis/civil-date'
import type { Clock } from '@peercert/chassis/clock'
import { eventRoutes } from '@peercert/chassis/event-routes'
import { type Context, defineService, type Parts } from '@peercert/chassis/service'
import { api, events, type operations } from '@peercert/contracts/payments'
import { fees } from '@peercert/contracts/program'
import { openApplications } from './client/applications.ts'
import { openIdentity } from './client/identity.ts'
import { openProcessor } from './client/processor.ts'
import { type PaymentsConfig, schema } from './config.ts'
import { identityConsumer } from './consumers/identity.ts'
import type { Deps, Settings } from './deps.ts'
import { eventsOf } from './events.ts'
import { refundLoop } from './jobs/sweep-refunds.ts'
import { sweepLoop } from './jobs/sweep-payments.ts'
import { delayLoop } from './jobs/tell-delays.ts'
import { unpaidLoop } from './jobs/tell-unpaid.ts'
import { problems } from './problems.ts'
import { deskRoutes } from './routes/desk.ts'
import { feeRequestRoutes } from './routes/fee-request.ts'
import { paymentRoutes } from './routes/payment.ts'
import { receiptRoutes } from './routes/receipt.ts'
import { refundRoutes } from './routes/refund.ts'
import { voucherRoutes } from './routes/voucher.ts'
import { voucherTaskRoutes } from './routes/voucher-task.ts'
import { webhookPlugin } from './routes/webhook.ts'
import { afterFailure, type Circuit, closed, isDown } from './rules/circuit.ts'
import { isOutage } from './rules/card-answer.ts'
import { connect } from './store/database.ts'

type PaymentsContext = Context<PaymentsConfig>

export const payments = defineService({
  name: 'payments',
  config: schema,
  events,
  build: (context) => partsOf(context, depsOf(context)),
})

export function depsOf(context: PaymentsContext): Deps {
  const { config, clock, serviceFetch } = context
  const watch = circuitOf(clock, config)
  return {
    db: connect(context.pool),
    pool: context.pool,
    clock,
    log: context.log,
    signals: context.signals,
    events: eventsOf(clock),
    processor: openProcessor({
      apiUrl: config.cardApiUrl,
      secretKey: config.cardSecretKey,
      webhookSecret: config.cardWebhookSecret,
      timeoutMs: config.cardTimeoutMs,
      heard: watch.heard,
    }),
    cardsWork: watch.cardsWork,
    applications: openApplications(config.applicationsUrl, serviceFetch),
    identity: openIdentity(config.identityUrl, serviceFetch),
    settings: settingsOf(config),
    prices: fees.map(({ code, cents, from }) => ({ code, cents, from: startOf(civilDate(from)) })),
  }
}

export async function partsOf(context: PaymentsContext, deps: Deps): Promise<Parts> {
  const { sweepEveryMs } = context.config
  const app = await buildApi<operations, Deps>({
    ...context.http,
    document: api,
    handlers: {
      ...feeRequestRoutes,
      ...paymentRoutes,
      ...receiptRoutes,
      ...voucherRoutes,
      ...voucherTaskRoutes,
      ...refundRoutes,
      ...deskRoutes,
      ...eventRoutes,
    },
    problems,
    deps,
    plugins: [webhookPlugin(deps)],
  })
  return {
    app,
    consumers: [identityConsumer(deps)],
    sources: { identity: context.config.identityUrl },
    loops: [sweepLoop, delayLoop, unpaidLoop, refundLoop].map((make) => make(deps, sweepEveryMs)),
    close: () => deps.db.$disconnect(),
  }
}

/** Whether the processor answers at all, as this process has seen it lately. */
function circuitOf(clock: Clock, config: PaymentsConfig) {
  let circuit: Circuit = closed
  const limit = { failures: config.cardFailuresUntilDown, restMs: config.cardRestMs }
  return {
    cardsWork: () => !isDown(circuit, clock.machine(), limit),
    heard(trouble: { status: number | undefined } | undefined) {
      circuit = trouble && isOutage(trouble) ? afterFailure(circuit, clock.machine()) : closed
    },
  }
}

function settingsOf(config: PaymentsConfig): Settings {
  return {
    leaseMs: config.leaseMs,
    firstMs: config.firstCheckMs,
    longestMs: config.longestCheckMs,
    delayedMs: config.checkDelayedMs,
    giveUpMs: config.giveUpMs,
    unpaidAfterMs: config.unpaidAfterMs,
    scriptUrl: config.cardScriptUrl,
    publishableKey: config.cardPublishableKey,
    phone: config.programPhone,
  }
}
