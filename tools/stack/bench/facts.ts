import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fixedClock } from '@peercert/chassis/clock'
import { consumeBatch } from '@peercert/chassis/consumers'
import { createPool, inTransaction } from '@peercert/chassis/database'
import { kafkaBroker } from '@peercert/chassis/kafka-broker'
import { createLog } from '@peercert/chassis/log'
import { publisher } from '@peercert/chassis/outbox'
import { createReceiver } from '@peercert/chassis/receiver'
import { createRelay } from '@peercert/chassis/relay'
import { createMetrics } from '@peercert/chassis/telemetry'
import { createDatabase } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import { cpuSecondsOfTree } from '@peercert/postgres/process-cost'
import { startPostgres } from '@peercert/postgres/server'
import { startKafka } from '../src/kafka/cluster.ts'
import { asOperator } from '../src/kafka/operator.ts'
import { createTopics } from '../src/kafka/rights.ts'
import { operator } from '../src/kafka/settings.ts'

/**
 * Facts per second and CPU per fact, outbox → relay → Kafka → batch receiver and inbox, each end a
 * process of its own; and what a process pays that listens to other types of the same topic.
 * `node tools/stack/bench/facts.ts [count]`
 */
const topic = 'peercert.bench.v1'
const type = 'certification.expiry-approaching'
const other = 'certification.renewed'
const uuid = { type: 'string', format: 'uuid' }
const schema = {
  type: 'object',
  required: ['certificationId', 'accountId', 'kind', 'expiresOn'],
  properties: {
    certificationId: uuid,
    accountId: uuid,
    termId: uuid,
    kind: { enum: ['90', '60', '30', '7', '0', 'expired'] },
    expiresOn: { type: 'string', format: 'date' },
  },
}
const contract = { source: 'urn:peercert:bench', topic, types: { [type]: schema, [other]: schema } }
type Facts = { [type]: object; [other]: object }
type Role = 'relay' | 'listener' | 'bystander'

interface Ground {
  readonly brokers: readonly string[]
  readonly password: string
  readonly url: string
  readonly count: number
}

const role = process.argv[2] as Role
if (process.send) await play(JSON.parse(process.argv[3] ?? '{}') as Ground)
else await measure(Number(process.argv[2] ?? 50_000))

async function measure(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'peercert-bench-'))
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') })
  const kafka = await startKafka({ dataDir: join(folder, 'kafka'), jit: 'full' })
  await asOperator(kafka, (admin) => createTopics(admin, [{ topic, numPartitions: 6 }]))
  const around = { brokers: kafka.brokers, password: kafka.users[operator] ?? '', count }
  const database = async (name: string) => {
    const url = await createDatabase(postgres.adminUrl, { name, user: name, password: name })
    await applyMigrations(url, join(import.meta.dirname, '../../../services/chassis/prisma'))
    return { ...around, url }
  }
  const [from, to, beside] = [await database('a'), await database('b'), await database('c')]
  await publishAll(from.url, count)
  const places: [Role, Ground][] = [
    ['listener', to],
    ['bystander', beside],
    ['relay', from],
  ]
  const children: ChildProcess[] = []
  const spent: Record<string, number> = {}
  for (const [name, ground] of places) {
    const child = fork(import.meta.filename, [name, JSON.stringify(ground)])
    await once(child, 'message')
    children.push(child)
  }
  const pids = { postgres: postgres.pid, kafka: kafka.processes[0]?.pid ?? 0 }
  const microsOf = (pid: number) => cpuSecondsOfTree(pid) * 1e6
  const before = Object.entries(pids).map(([name, pid]) => [name, microsOf(pid)] as const)
  const start = performance.now()
  const done = children.map((child) => once(child, 'message') as Promise<[number]>)
  for (const child of children) child.send('go')
  for (const [index, [name]] of places.entries()) spent[name] = (await done[index])?.[0] ?? 0
  const ms = performance.now() - start
  for (const [name, us] of before) spent[name] = microsOf(pids[name as 'kafka']) - us
  const each = Object.entries(spent).map(([name, us]) => `${name} ${(us / count).toFixed(1)}`)
  console.log(
    `${count} facts: ${Math.round((count / ms) * 1_000)}/s, CPU µs per fact: ${each.join(', ')}`,
  )
  await Promise.all([kafka.stop(), postgres.stop()])
  rmSync(folder, { recursive: true, force: true })
}

async function publishAll(url: string, count: number): Promise<void> {
  const pool = createPool(url)
  const events = publisher<Facts>(contract, fixedClock('2026-06-15T19:00:00Z'))
  for (let said = 0; said < count; said += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - said) }, () => {
      const ids = { certificationId: crypto.randomUUID(), termId: crypto.randomUUID() }
      const accountId = crypto.randomUUID()
      return { key: accountId, data: { ...ids, accountId, kind: '90', expiresOn: '2026-09-13' } }
    })
    await inTransaction(pool, (client) => events.publishMany(client, type, rows))
  }
  await pool.end()
}

/** Says `ready`, works from `go` on, and answers the CPU it took. */
async function play({ brokers, password, url, count }: Ground): Promise<void> {
  const log = createLog(role, { level: 'warn' })
  const metrics = createMetrics(role)
  const pool = createPool(url)
  const sasl = { username: operator, password }
  const broker = kafkaBroker({ brokers, sasl, clientId: role, log, metrics })
  await broker.connect()
  const reached = Promise.withResolvers<void>()
  let handled = 0
  const relay = createRelay({ ...contract, pool, databaseUrl: url, broker, log, metrics })
  if (role === 'relay') await broker.open({ ...contract, pool, wake: () => relay.nudge() })
  if (role === 'listener') {
    const consumer = consumeBatch<Facts, typeof type>(contract, [type], async (events) => {
      handled += events.length
      if (handled >= count) reached.resolve()
    })
    await broker.consume(createReceiver(consumer, { service: role, pool, log, metrics }))
  }
  if (role === 'bystander') {
    const consumer = consumeBatch<Facts, typeof other>(contract, [other], async () => {})
    await broker.consume(createReceiver(consumer, { service: role, pool, log, metrics }))
  }
  while (broker.health().degraded.length > 0) await new Promise((r) => setTimeout(r, 50))
  process.send?.('ready')
  await once(process, 'message')
  const before = cpu()
  if (role === 'relay') {
    relay.start()
    while ((await pool.query('select 1 from outbox_unsent limit 1')).rowCount)
      await new Promise((r) => setTimeout(r, 50))
    reached.resolve()
  }
  if (role === 'bystander') {
    // Lag 0 is also what it has before the first record is sent.
    while (await behind()) await new Promise((r) => setTimeout(r, 200))
    reached.resolve()
  }
  await reached.promise
  process.send?.(cpu() - before, () => process.exit())

  async function behind(): Promise<boolean> {
    const ends = await asOperator({ brokers, users: { [operator]: password } }, (admin) =>
      admin.fetchTopicOffsets(topic),
    )
    const sent = ends.reduce((sum, { high }) => sum + Number(high), 0)
    const lag = (await broker.pending(topic)).get(`${role}.${other}`) ?? count
    return sent < count || lag > 0
  }
}

function cpu(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
