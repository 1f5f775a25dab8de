import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { containersMissing } from './containers/engine.ts'
import type { KafkaCluster, KafkaOptions } from './kafka/cluster.ts'
import type { NatsOptions, NatsServer } from './nats/server.ts'
import type { PostgresUnit, PostgresUnitOptions } from './postgres.ts'

/** Where the real parts come from. */
export type Way = 'packages' | 'containers'

/** The parts that come either way; the sign-in comes from packages. */
export interface Ground {
  postgres(options: PostgresUnitOptions): PostgresUnit
  kafka(options: KafkaOptions): Promise<KafkaCluster>
  nats(options: NatsOptions): Promise<NatsServer>
}

const ways: Readonly<Record<Way, () => Promise<Ground>>> = {
  packages: async () => ({
    postgres: (await import('./postgres.ts')).postgresUnit,
    kafka: (await import('./kafka/cluster.ts')).startKafka,
    nats: (await import('./nats/server.ts')).startNats,
  }),
  containers: async () => ({
    postgres: (await import('./containers/postgres.ts')).postgresContainer,
    kafka: (await import('./containers/kafka.ts')).startKafkaContainer,
    nats: (await import('./containers/nats.ts')).startNatsContainer,
  }),
}

/** One interface, two ways. */
export const groundOf = (way: Way): Promise<Ground> => ways[way]()

/** What a folder's containers kept outside of it. */
export async function forgetVolumes(data: string): Promise<void> {
  for (const part of ['postgres', 'kafka']) {
    const dataDir = join(data, part)
    if (!existsSync(join(dataDir, 'container-secrets.json'))) continue
    const { forgetVolume, volumeOf } = await import('./containers/container.ts')
    await forgetVolume(volumeOf(dataDir))
  }
}

/** `auto`: containers where an engine answers and has the images, packages elsewhere. */
export type Wish = Way | 'auto'

export function isWish(text: string): text is Wish {
  return text === 'packages' || text === 'containers' || text === 'auto'
}

export interface Choice {
  readonly parts: Wish | undefined
  readonly brokers: 1 | 3
  /** How the folder began; its data are there only. */
  readonly before: string | undefined
}

export async function chooseWay({ parts, brokers, before }: Choice): Promise<Way> {
  const wish = parts ?? process.env.STACK_PARTS ?? 'auto'
  if (!isWish(wish))
    throw new Error(`STACK_PARTS is packages, containers or auto, not ${JSON.stringify(wish)}.`)
  if (wish !== 'auto') return wish
  if (before === 'packages' || before === 'containers') return before
  if (brokers !== 1) return 'packages'
  return (await containersMissing(['postgres', 'nats', 'kafka'])) ? 'packages' : 'containers'
}
