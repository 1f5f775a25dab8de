import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

export interface TopicSettings {
  readonly partitions: number
  readonly replication: number
  readonly minInSync: number
  readonly retentionDays: number
  readonly maxMessageBytes: number
}

export interface Topic {
  readonly name: string
  readonly writer: string
  readonly readers: readonly string[]
}

/** Topics and rights as code. */
export interface TopicPlan {
  readonly settings: TopicSettings
  readonly topics: readonly Topic[]
  /** Every service that writes or reads. */
  readonly principals: readonly string[]
  /** Changes whenever the file does. */
  readonly digest: string
}

const file = join(import.meta.dirname, '../../../../deploy/kafka/topics.yaml')
const numbers = ['partitions', 'replication', 'minInSync', 'retentionDays', 'maxMessageBytes']

/** Reads deploy/kafka/topics.yaml, or says what is wrong with it. */
export function topicPlan(text = readFileSync(file, 'utf8')): TopicPlan {
  const said = parse(text) as {
    settings?: TopicSettings & Record<string, unknown>
    topics?: Record<string, { writer?: unknown; readers?: unknown }>
  }
  const settings = said.settings ?? ({} as TopicSettings & Record<string, unknown>)
  for (const name of numbers)
    if (!(Number.isInteger(settings[name]) && (settings[name] as number) > 0))
      throw new Error(`topics: settings.${name} must be a whole number above 0`)
  const topics = Object.entries(said.topics ?? {}).map(([name, { writer, readers }]) =>
    checked(name, writer, readers),
  )
  if (topics.length === 0) throw new Error('topics: no topic is named')
  const principals = new Set(topics.flatMap(({ writer, readers }) => [writer, ...readers]))
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return { settings, topics, principals: [...principals].toSorted(), digest }
}

const serviceName = /^[a-z]+(?:-[a-z]+)*$/

function checked(name: string, writer: unknown, readers: unknown): Topic {
  const isService = (value: unknown): value is string =>
    typeof value === 'string' && serviceName.test(value)
  if (!isService(writer)) throw new Error(`topics: ${name} needs one writer, a service`)
  if (name !== `peercert.${writer}.v1`)
    throw new Error(
      `topics: ${name} is written by ${writer}, so its name must be peercert.${writer}.v1`,
    )
  if (!Array.isArray(readers) || !readers.every(isService))
    throw new Error(`topics: ${name} needs a list of readers, services`)
  return { name, writer, readers }
}
