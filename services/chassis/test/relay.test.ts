import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { OutboxRow } from '../src/broker.ts'
import { inTransaction } from '../src/database.ts'
import { eventually } from '../src/eventually.ts'
import { envelopeOf } from '../src/outbox-rows.ts'
import { relayOnce } from '../src/relay.ts'
import { createReceiver } from '../src/receiver.ts'
import { createMetrics } from '../src/telemetry.ts'
import { contract, deafBroker, things } from './kit-facts.ts'
import { listener, log, never, publish, withDatabase, withLine } from './kit.ts'

const from = withDatabase()
const to = withDatabase()
const line = withLine(from, to)
const metrics = createMetrics('test')

/** A real process, killed with SIGKILL between publishing and marking. */
async function killedRelay(kind: 'local' | 'remote'): Promise<void> {
  const script = join(import.meta.dirname, 'killed-relay.ts')
  const child = spawn(process.execPath, [script, from.url, kind], { stdio: 'inherit' })
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
}

const unsent = async () =>
  (await from.pool.query('select unnest(seqs) from outbox_unsent')).rowCount

const relayOver = (broker = deafBroker()) => {
  const { source, topic } = contract
  const { pool, url: databaseUrl } = from
  return relayOnce({ source, topic, pool, databaseUrl, broker, log, metrics, batchSize: 10 })
}

test('killed between publish and mark, over our broker: nothing lost, nothing twice', async () => {
  await publish(from.pool, 'k', 1, 2, 3)
  await killedRelay('local')
  expect(await unsent()).toBe(3)
  const { calls, consumer } = listener(to.db)
  await line.listen(consumer)
  line.broker.begin()
  await line.quiet()
  expect(calls.map((call) => call.n)).toEqual([1, 2, 3])
})

test('killed between publish and mark, over a broker that kept it: handled once all the same', async () => {
  await from.pool.query('create table remote_log (id serial, event jsonb)')
  await publish(from.pool, 'k', 1, 2, 3)
  await killedRelay('remote')
  const keeping = deafBroker(async (_tx, batch) => {
    for (const row of await batch.rows())
      await from.pool.query('insert into remote_log (event) values ($1)', [JSON.stringify(row)])
  })
  // The dead relay's lock lives on until PostgreSQL notices that nobody is there any more.
  await eventually(async () => (await relayOver(keeping)) || undefined, 'the next relay to send')
  const { rows } = await from.pool.query<{ event: OutboxRow }>(
    'select event from remote_log order by id',
  )
  expect(rows).toHaveLength(6)
  const { calls, consumer } = listener(to.db)
  const receiver = createReceiver(consumer, { service: 'listener', pool: to.pool, log, metrics })
  const deliveries = rows.map(({ event }) => ({
    topic: contract.topic,
    key: event.key,
    envelope: envelopeOf(contract.source, event),
  }))
  expect(await receiver.receive(deliveries, never)).toEqual({ settled: 6 })
  expect(calls.map((call) => call.n)).toEqual([1, 2, 3])
})

test('two relays at once send every row once, in sequence', async () => {
  await publish(from.pool, 'k', ...Array.from({ length: 200 }, (_, n) => n))
  const sent: number[] = []
  const broker = deafBroker(async (_tx, batch) => {
    const rows = (await batch.rows()) as (OutboxRow & { data: { n: number } })[]
    sent.push(...rows.map((row) => row.data.n))
  })
  while ((await unsent()) ?? 0) await Promise.all([relayOver(broker), relayOver(broker)])
  expect(sent).toEqual(Array.from({ length: 200 }, (_, n) => n))
})

test('a broker that refuses leaves the rows unsent', async () => {
  await publish(from.pool, 'k', 1)
  const refusing = deafBroker(async () => {
    throw new Error('no leader')
  })
  await expect(relayOver(refusing)).rejects.toThrow('no leader')
  expect(await unsent()).toBe(1)
  expect(await relayOver()).toEqual({ sent: 1, more: false })
})

test('an event and its change stand or fall together', async () => {
  const work = inTransaction(from.pool, async (client) => {
    await things.publishMany(client, 'thing.done', [{ key: 'k', data: { n: 1 } }])
    throw new Error('the change failed')
  })
  await expect(work).rejects.toThrow('the change failed')
  expect((await from.pool.query('select 1 from outbox')).rowCount).toBe(0)
})

test('data that breaks the contract is not published, and takes the change with it', async () => {
  const wrong = inTransaction(from.pool, (client) =>
    things.publishMany(client, 'thing.done', [{ key: 'k', data: { n: 'ana' } as never }]),
  )
  await expect(wrong).rejects.toThrow('thing.done breaks its contract: /n must be integer')
  await expect(
    inTransaction(from.pool, (client) =>
      things.publishMany(client, 'thing.lost' as never, [{ key: 'k', data: {} as never }]),
    ),
  ).rejects.toThrow('has no event thing.lost')
})

test('a fact carries program time, not the time of the machine', async () => {
  await publish(from.pool, 'k', 1)
  const { rows } = await from.pool.query<{ occurred_at: Date }>('select occurred_at from outbox')
  expect(rows[0]?.occurred_at.toISOString()).toBe('2026-06-15T19:00:00.000Z')
})

test('a pass that leaves something says so, and one that leaves nothing says that', async () => {
  for (let n = 0; n < 12; n += 1) await publish(from.pool, 'k', n)
  expect(await relayOver()).toEqual({ sent: 10, more: true })
  expect(await relayOver()).toEqual({ sent: 2, more: false })
  // Larger than a batch, and yet nothing is left: facts of one statement go together.
  await publish(from.pool, 'k', ...Array.from({ length: 15 }, (_, n) => n))
  expect(await relayOver()).toEqual({ sent: 15, more: false })
})
