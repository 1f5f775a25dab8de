import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Line } from '@peercert/chassis/conformance-line'
import { eventually } from '@peercert/chassis/eventually'
import { explained } from '@peercert/chassis/kafka-errors'
import { requestRedrive } from '@peercert/chassis/parking'
import { ReliableProducer } from '@peercert/chassis/reliable-producer'
import kafkajs from 'kafkajs'
import { afterEach, describe, expect, test } from 'vitest'
import { skipReason } from '../src/available.ts'
import { startKafka } from '../src/kafka/cluster.ts'
import { asOperator, clientOf } from '../src/kafka/operator.ts'
import { brokerOf, database, makeTopic, type TestBroker, withKafka } from './kafka-kit.ts'
import { logOf } from './kafka-wire.ts'

const reason = await skipReason(['kafka'])
const why = reason ? ` (${reason})` : ''
const examResult = { key: 'c-1', value: '{"passed":true}' }
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

function opened(test: TestBroker): TestBroker {
  closing.push(() => test.broker.close())
  return test
}

/** Listens as a consumer that remembers nothing. */
const ear = (consumer: string, topic: string) => ({
  consumer,
  topic,
  types: [],
  maxBatch: 10,
  receive: async (deliveries: readonly unknown[]) => ({ settled: deliveries.length }),
})

const complaint = ({ broker }: TestBroker, about: RegExp) =>
  eventually(
    async () => broker.health().degraded.find((line) => about.test(line)),
    `a complaint about ${about}`,
  )

describe.skipIf(reason)(`who may do what at Kafka${why}`, () => {
  const kit = withKafka()

  test('the job board cannot write an exam result; exams can', async () => {
    const topic = 'peercert.exams.v1'
    for (const [username, may] of [
      ['exams', true],
      ['job-board', false],
    ] as const) {
      const producer = new ReliableProducer(clientOf(kit.cluster, username))
      closing.push(() => producer.disconnect())
      const sent = await producer.send(topic, [{ ...examResult, value: username }]).then(
        () => undefined,
        (error: unknown) => explained(error, { what: `write the topic ${topic}`, username }),
      )
      expect(sent?.message).toBe(
        may
          ? undefined
          : 'job-board has no right to write the topic peercert.exams.v1, or it does not exist',
      )
      expect(sent?.trouble).toBe(may ? undefined : 'right')
    }
    expect([...(await logOf(clientOf(kit.cluster), topic)).keys()]).toEqual(['exams'])
  })

  test('nobody gives himself a right, makes a topic, or looks at what he does not listen to', async () => {
    const admin = clientOf(kit.cluster, 'job-board').admin({ retry: { retries: 1 } })
    await admin.connect()
    closing.push(() => admin.disconnect())
    expect((await admin.listTopics()).toSorted()).toEqual([
      'peercert.exams.v1',
      'peercert.job-board.v1',
    ])
    await expect(admin.createTopics({ topics: [{ topic: 'peercert.exams.v2' }] })).rejects.toThrow()
    const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } =
      kafkajs
    const right = {
      principal: 'User:job-board',
      host: '*',
      permissionType: AclPermissionTypes.ALLOW,
      resourceType: AclResourceTypes.TOPIC,
      resourceName: 'peercert.exams.v1',
      resourcePatternType: ResourcePatternTypes.LITERAL,
      operation: AclOperationTypes.WRITE,
    }
    await expect(admin.createAcls({ acl: [right] })).rejects.toThrow(/authorization failed/i)
  })

  test('a consumer without the right says so, in health and in the log, and goes on trying', async () => {
    const stranger = opened(brokerOf(kit.cluster, 'payments'))
    await stranger.broker.consume(ear('payments', 'peercert.exams.v1'))
    const line = await complaint(stranger, /payments does not hear.*right/)
    expect(line).toContain('payments has no right to read peercert.exams.v1 as payments')
    const said = stranger.lines.filter((entry) => entry.includes('consumer cannot listen'))
    expect(said[0]).toContain('"level":"error"')
  })

  test('a consumer in the group of another service is refused, as a right', async () => {
    const stranger = opened(brokerOf(kit.cluster, 'job-board'))
    await stranger.broker.consume(ear('applications', 'peercert.exams.v1'))
    expect(await complaint(stranger, /does not hear.*right/)).toContain(
      'job-board has no right to read',
    )
  })

  test('a wrong password is called a wrong password, by producers and consumers', async () => {
    const wrong = opened(brokerOf(kit.cluster, 'identity', { password: 'not this one' }))
    const topic = 'peercert.identity.v1'
    await wrong.broker.open({ source: 'identity', topic, pool: {} as never, wake: () => {} })
    await wrong.broker.connect()
    await wrong.broker.consume(ear('identity', 'peercert.applications.v1'))
    const words = 'Kafka refuses the sign-in of identity: the user or the password is wrong'
    expect(await complaint(wrong, /outbox.*refuses/)).toBe(`facts wait in the outbox: ${words}`)
    expect(await complaint(wrong, /does not hear.*refuses/)).toContain(words)
    expect(wrong.broker.ready()).toBe(false)
    expect(wrong.lines.join()).not.toContain('not this one')
  })

  test('who forgets to sign in is told that, and not that the network is down', async () => {
    const client = new kafkajs.Kafka({
      brokers: [...kit.cluster.brokers],
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 1 },
    })
    const failed = await new ReliableProducer(client).connect().catch((error: unknown) => error)
    expect(explained(failed, { what: 'publish', username: undefined })).toMatchObject({
      trouble: 'no sign-in',
      message: 'Kafka hangs up on us: it wants a sign-in, and there is no user name',
    })
  })

  test('topics are kept for longer than any outage, and groups keep their place longer still', async () => {
    const config = await asOperator(kit.cluster, (admin) =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: [
          { type: kafkajs.ConfigResourceTypes.TOPIC, name: 'peercert.applications.v1' },
          { type: kafkajs.ConfigResourceTypes.BROKER, name: '1' },
        ],
      }),
    )
    const valueOf = (name: string) =>
      Number(
        config.resources
          .flatMap(({ configEntries }) => configEntries)
          .find(({ configName }) => configName === name)?.configValue,
      )
    const days = (ms: number) => ms / 86_400_000
    expect(days(valueOf('retention.ms'))).toBe(28)
    expect(days(valueOf('offsets.retention.minutes') * 60_000)).toBeGreaterThan(28)
  })
})

describe.skipIf(reason)(`a service and its Kafka${why}`, () => {
  const kit = withKafka()

  test('starts without Kafka, keeps its facts, and sends and hears them when Kafka comes', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'peercert-late-'))
    closing.push(() => rm(dataDir, { recursive: true, force: true }))
    const template = await startKafka({ dataDir })
    const topic = 'peercert.things-late.v1'
    await makeTopic(template, topic)
    await template.kill('kafka-1', 'SIGTERM')
    closing.push(() => template.stop())
    const [from, to] = await Promise.all([database(), database()])
    closing.push(
      () => from.close(),
      () => to.close(),
    )
    const late = opened(brokerOf(template))
    const { broker } = late
    const line = new Line({ topic, broker, from: from.pool, databaseUrl: from.url, to: to.pool })
    await line.open()
    closing.push(() => line.close())
    const heard = await line.listen('listener')
    await broker.connect()
    await line.publish('k', 1, 2, 3)
    expect(await complaint(late, /outbox.*answer/)).toContain('Kafka does not answer')
    expect((await from.pool.query('select from outbox_unsent')).rowCount).toBe(1)
    await template.start('kafka-1')
    await line.quiet()
    expect(heard.calls.map(({ n }) => n)).toEqual([1, 2, 3])
    expect(broker.health().degraded).toEqual([])
  })

  test('a record that is too large waits aside until somebody asks for it again', async () => {
    const topic = 'peercert.things-large.v1'
    await makeTopic(kit.cluster, topic)
    const [from, to] = await Promise.all([database(), database()])
    closing.push(
      () => from.close(),
      () => to.close(),
    )
    const { broker, metrics } = opened(brokerOf(kit.cluster))
    const line = new Line({ topic, broker, from: from.pool, databaseUrl: from.url, to: to.pool })
    await line.open()
    closing.push(() => line.close())
    const heard = await line.listen('listener')
    await broker.connect()
    await from.pool.query(
      `insert into outbox (type, key, data, occurred_at)
       values ('thing.done', 'k', json_build_object('n', 1, 'x', repeat('x', 1200000)), now())`,
    )
    await line.publish('k', 2)
    await line.quiet()
    expect(heard.calls.map(({ n }) => n)).toEqual([2])
    expect(metrics.get('outbox_parked_total', { type: 'thing.done' })).toBe(1)
    await from.pool.query(
      `update outbox set data = '{"n": 1}' where key = 'k' and data ->> 'x' <> ''`,
    )
    expect(await requestRedrive(from.pool, { consumer: 'relay' })).toBe(1)
    expect(await line.redriveUnsent()).toBe(1)
    await line.quiet()
    expect(heard.calls.map(({ n }) => n)).toEqual([2, 1])
  })
})
