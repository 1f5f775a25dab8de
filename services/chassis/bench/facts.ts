import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import { cpuSecondsOfTree } from '@peercert/postgres/process-cost'
import { startPostgres } from '@peercert/postgres/server'
import { fixedClock } from '../src/clock.ts'
import { consumeBatch } from '../src/consumers.ts'
import { createPool, inTransaction } from '../src/database.ts'
import { localBroker } from '../src/local-broker.ts'
import { createLog } from '../src/log.ts'
import { publisher } from '../src/outbox.ts'
import { createReceiver } from '../src/receiver.ts'
import { createRelay } from '../src/relay.ts'
import { createMetrics } from '../src/telemetry.ts'

/** Facts per second and CPU per fact, outbox → relay → local broker → batch receiver. */
const uuid = { type: 'string', format: 'uuid' }
const day = { type: 'string', format: 'date' }
const contract = {
  source: 'urn:peercert:bench',
  topic: 'peercert.bench.v1',
  types: {
    'certification.expiry-approaching': {
      type: 'object',
      additionalProperties: false,
      required: ['certificationId', 'accountId', 'kind', 'expiresOn'],
      properties: {
        certificationId: uuid,
        accountId: uuid,
        termId: uuid,
        kind: { enum: ['90', '60', '30', '7', '0', 'expired'] },
        expiresOn: day,
      },
    },
  },
}
type Facts = { 'certification.expiry-approaching': object }
const type = 'certification.expiry-approaching'
const count = Number(process.argv[2] ?? 50_000)

const dataDir = mkdtempSync(join(tmpdir(), 'peercert-bench-'))
const server = await startPostgres({ dataDir })
const folder = join(import.meta.dirname, '../prisma')
const database = async (name: string) => {
  const url = await createDatabase(server.adminUrl, { name, user: name, password: name })
  await applyMigrations(url, folder)
  return { url, pool: createPool(url) }
}
const [from, to] = [await database('producer'), await database('consumer')]
const log = createLog('bench', { level: 'warn' })
const broker = localBroker({ log })
const metrics = createMetrics('bench')
const { source, topic } = contract
const relay = createRelay({
  source,
  topic,
  pool: from.pool,
  databaseUrl: from.url,
  broker,
  log,
  metrics,
})
await broker.open({ source, topic, pool: from.pool, wake: () => relay.nudge() })

let handled = 0
let done = () => {}
const all = new Promise<void>((resolve) => {
  done = resolve
})
const consumer = consumeBatch<Facts, typeof type>(contract, [type], async (events) => {
  handled += events.length
  if (handled >= count) done()
})
const consumption = await broker.consume(
  createReceiver(consumer, { service: 'mail', pool: to.pool, log, metrics }),
)

const events = publisher<Facts>(contract, fixedClock('2026-06-15T19:00:00Z'))
const writing = cpu()
await publishAll()
report('publish', since(writing))

const start = cpu()
broker.begin()
relay.start()
await all
while ([...(await broker.pending(topic)).values()].some((left) => left > 0));
report('relay + broker + receiver', since(start))
process.exitCode = handled === count ? 0 : 1
await relay.stop()
await consumption.stop()
await Promise.all([from.pool.end(), to.pool.end()])
await server.stop()
rmSync(dataDir, { recursive: true, force: true })
process.exit()

async function publishAll() {
  for (let sent = 0; sent < count; sent += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, count - sent) }, () => {
      const accountId = crypto.randomUUID()
      const [certificationId, termId] = [crypto.randomUUID(), crypto.randomUUID()]
      const data = { certificationId, accountId, termId, kind: '90', expiresOn: '2026-09-13' }
      return { key: accountId, data }
    })
    await inTransaction(from.pool, (client) => events.publishMany(client, type, rows))
  }
}

interface Spent {
  readonly at: number
  readonly node: number
  readonly postgres: number
}

function cpu(): Spent {
  const { user, system } = process.cpuUsage()
  return {
    at: performance.now(),
    node: user + system,
    postgres: cpuSecondsOfTree(server.pid) * 1e6,
  }
}

function since(start: Spent): Spent {
  const end = cpu()
  return {
    at: end.at - start.at,
    node: end.node - start.node,
    postgres: end.postgres - start.postgres,
  }
}

function report(what: string, { at, node, postgres }: Spent) {
  const each = (us: number) => (us / count).toFixed(1)
  const rate = Math.round((count / at) * 1_000)
  console.log(
    `${what}: ${rate}/s, CPU µs per fact: node ${each(node)}, postgres ${each(postgres)}, total ${each(node + postgres)}`,
  )
}
