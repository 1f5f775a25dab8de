import {
  addresses,
  type Config,
  ConfigError,
  type ConfigSchema,
  type Environment,
  integer,
  loadConfig,
  optionalSecret,
  optionalUrl,
  secret,
  secretUrl,
  text,
} from './config.ts'
import { serviceSettings, type ServiceSettings } from './service-config.ts'

/** What a service needs as a process of its own, beside what it needs anyway. */
export const platformSettings = {
  /** The Kafka brokers to ask first. */
  kafkaBrokers: addresses(),
  /** The service's own principal at Kafka. */
  kafkaUsername: text(),
  /** The principal's password (SCRAM-SHA-512). */
  kafkaPassword: secret(),
  /** After how much silence a consumer's partitions go to another one. */
  kafkaSessionTimeoutMs: integer({ default: 15_000, min: 6_000, max: 300_000 }),
  /** The server that carries signals between replicas; they may be lost. */
  natsUrl: secretUrl({ protocols: ['nats', 'tls'] }),
  /** Where traces go; nowhere without it. */
  otlpUrl: optionalUrl(),
  /** Who keeps movable program time; refused in production. */
  clockUrl: optionalUrl(),
  /** What the keeper of program time proves itself with; goes with CLOCK_URL. */
  clockSecret: optionalSecret(),
  /** `production` refuses whatever is for demonstrations and tests only. */
  nodeEnv: text({ default: 'development' }),
} as const

export type PlatformSettings = Config<typeof platformSettings>

/** Reads everything that a process needs, so that all wrong values are told at once. */
export function loadProcessConfig<Schema extends ConfigSchema>(
  schema: Schema,
  env: Environment,
): PlatformSettings & ServiceSettings & Config<Schema> {
  const all = { ...serviceSettings, ...platformSettings, ...schema }
  const wrong = clockMistakes(env)
  try {
    const config = loadConfig(all, env)
    if (wrong.length > 0) throw new ConfigError(wrong)
    return config as unknown as PlatformSettings & ServiceSettings & Config<Schema>
  } catch (error) {
    if (error instanceof ConfigError && error.wrong !== wrong)
      throw new ConfigError([...error.wrong, ...wrong])
    throw error
  }
}

function clockMistakes({ CLOCK_URL, CLOCK_SECRET, NODE_ENV }: Environment): string[] {
  if (!CLOCK_URL) return []
  if (NODE_ENV === 'production')
    return ['CLOCK_URL must not be set in production: time is real there']
  return CLOCK_SECRET ? [] : ['CLOCK_SECRET is missing; CLOCK_URL goes with it']
}
