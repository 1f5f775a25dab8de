import type { CarrierOptions, Carriers } from '../src/carriers.ts'
import { localBroker } from '../src/local-broker.ts'
import { localSignals } from '../src/signals.ts'

/** For processes that hear only themselves: no Kafka and no NATS to be had in these tests. */
export async function localCarriers({ log }: CarrierOptions): Promise<Carriers> {
  const broker = localBroker({ log })
  return {
    broker,
    signals: localSignals(),
    begin: async () => broker.begin(),
    close: async () => {},
  }
}

/** What a process reads beside the service's own settings. */
export const platformEnv = {
  KAFKA_BROKERS: '127.0.0.1:1',
  KAFKA_USERNAME: 'counter',
  KAFKA_PASSWORD: 'test-secret',
  NATS_URL: 'nats://127.0.0.1:1',
}
