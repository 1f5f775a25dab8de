import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { topicPlan } from '../src/kafka/topics.ts'

const root = join(import.meta.dirname, '../../..')
const services = readdirSync(join(root, 'services')).filter((name) =>
  existsSync(join(root, 'services', name, 'src/app.ts')),
)

/** Whose facts a service listens to, by what its consumers import. */
function heardBy(service: string): string[] {
  const folder = join(root, 'services', service, 'src/consumers')
  if (!existsSync(folder)) return []
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  const sources = texts.flatMap((text) =>
    [
      ...text.matchAll(/import \{[^}]*\bevents\b[^}]*\} from '@peercert\/contracts\/([\w-]+)'/g),
    ].map((found) => found[1] as string),
  )
  return [...new Set(sources)].toSorted()
}

describe('topics and rights as code', () => {
  const plan = topicPlan()

  test.each(services)('%s may read exactly what its consumers listen to', (service) => {
    const readable = plan.topics
      .filter(({ readers }) => readers.includes(service))
      .map(({ writer }) => writer)
      // Services to come have their topics already; nobody listens to them yet.
      .filter((writer) => writer === 'ce-audit' || services.includes(writer))
    expect(heardBy(service)).toEqual(readable.toSorted())
  })

  test.each([
    [
      'a topic of somebody else',
      'peercert.exams.v1: { writer: job-board, readers: [] }',
      'its name must be',
    ],
    ['no writer', 'peercert.exams.v1: { readers: [] }', 'needs one writer'],
    [
      'a reader that is no service',
      'peercert.exams.v1: { writer: exams, readers: ["*"] }',
      'list of readers',
    ],
    ['no topic', '{}', 'no topic is named'],
  ])('%s is refused with its reason', (_, topics, why) => {
    const settings =
      '{ partitions: 1, replication: 1, minInSync: 1, retentionDays: 1, maxMessageBytes: 1 }'
    const text = `settings: ${settings}\ntopics: ${topics.startsWith('{') ? topics : `{ ${topics} }`}`
    expect(() => topicPlan(text)).toThrow(why)
  })

  test('a setting that is no number is refused by name', () => {
    expect(() => topicPlan('settings: { partitions: many }\ntopics: {}')).toThrow(
      'settings.partitions must be a whole number above 0',
    )
  })
})
