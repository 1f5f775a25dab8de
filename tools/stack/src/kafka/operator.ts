import kafkajs, { type Admin, type Kafka } from 'kafkajs'
import { operator } from './settings.ts'

const { Kafka: Client, logLevel } = kafkajs

export interface Reachable {
  readonly brokers: readonly string[]
  readonly users: Readonly<Record<string, string>>
}

/** A client of the cluster that signs in as the principal. */
export function clientOf({ brokers, users }: Reachable, username: string = operator): Kafka {
  return new Client({
    clientId: username,
    brokers: [...brokers],
    ssl: false,
    sasl: { mechanism: 'scram-sha-512', username, password: users[username] ?? '' },
    logLevel: logLevel.NOTHING,
    retry: { retries: 10, initialRetryTime: 100, maxRetryTime: 1_000 },
  })
}

/** Work that needs every right, on a connection of its own. */
export async function asOperator<T>(
  cluster: Reachable,
  work: (admin: Admin, kafka: Kafka) => Promise<T>,
): Promise<T> {
  const kafka = clientOf(cluster)
  const admin = kafka.admin()
  try {
    await admin.connect()
    return await work(admin, kafka)
  } finally {
    await admin.disconnect()
  }
}
