import type { Broker } from './broker.ts'
import { kafkaBroker } from './kafka-broker.ts'
import type { Log } from './log.ts'
import type { PlatformSettings } from './platform-config.ts'
import { natsSignals } from './nats-signals.ts'
import type { Signals } from './signals.ts'
import type { Metrics } from './telemetry.ts'

/** What carries facts and signals between processes. */
export interface Carriers {
  readonly broker: Broker
  readonly signals: Signals
  /** Once the service listens. */
  begin(): Promise<void>
  close(): Promise<void>
}

export interface CarrierOptions {
  readonly name: string
  readonly settings: PlatformSettings
  readonly log: Log
  readonly metrics: Metrics
}

/** Kafka and NATS, as the settings say. */
export async function carriersOf(options: CarrierOptions): Promise<Carriers> {
  const { name, settings, log, metrics } = options
  const broker = kafkaBroker({
    brokers: settings.kafkaBrokers,
    sasl: { username: settings.kafkaUsername, password: settings.kafkaPassword },
    clientId: name,
    sessionTimeoutMs: settings.kafkaSessionTimeoutMs,
    log,
    metrics,
  })
  const signals = await natsSignals({ url: settings.natsUrl, name, log, metrics })
  return {
    broker,
    signals,
    begin: () => broker.connect(),
    async close() {
      await broker.close()
      await signals.close()
    },
  }
}
