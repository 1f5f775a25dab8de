import { expect, test } from 'vitest'
import { ConfigError } from '../src/config.ts'
import { eventually } from '../src/eventually.ts'
import { forgetFacts } from '../src/retention.ts'
import { log, withDatabase } from './kit.ts'

const kit = withDatabase()
const days = { outboxKeepDays: 42, inboxKeepDays: 70 }

/** A fact for each of the last hundred days, oldest first; all of them sent, received and long done. */
async function aHundredDays(): Promise<void> {
  await kit.pool.query(
    `insert into outbox (type, key, data, occurred_at, id)
     select 'thing.done', 'k', '{"n":1}', now(), uuidv7(n * interval '-1 day')
     from generate_series(100, 1, -1) as n`,
  )
  await kit.pool.query('delete from outbox_unsent')
  await kit.pool.query(
    `insert into inbox (consumer, event_id, type, received_at)
     select 'listener', id, type, uuid_extract_timestamp(id) from outbox`,
  )
  await kit.pool.query(
    `insert into listening (consumer, topic, type, due_at) values ('listener', 't', 'thing.done', now())`,
  )
}

interface Left {
  readonly outbox: number
  readonly inbox?: number
  readonly delivery?: number
}

/** A batch at a time, until exactly this is left; and it stays. */
async function forgetsAllBut(left: Left): Promise<void> {
  const loop = forgetFacts({ pool: kit.pool, log, ...days, batchSize: 7 })
  loop.start(log)
  const tables = Object.keys(left) as (keyof Left)[]
  const counts = async () =>
    Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await count(table)])))
  const done = async () => {
    const now = await counts()
    return tables.every((table) => now[table] === left[table]) || undefined
  }
  await eventually(done, `only ${JSON.stringify(left)} to be left`)
  await loop.stop()
  const again = forgetFacts({ pool: kit.pool, log, ...days, batchSize: 7 })
  again.start(log)
  await again.stop()
  expect(await counts()).toEqual(left)
}

const count = async (table: 'outbox' | 'inbox' | 'delivery') =>
  Number((await kit.pool.query(`select count(*) from ${table}`)).rows[0].count)

test('said facts are kept for 42 days and received ones are remembered for 70', async () => {
  await aHundredDays()
  await forgetsAllBut({ outbox: 41, inbox: 69 })
  const { rows } = await kit.pool.query<{ whole: boolean }>(
    'select bool_and(exists (select from inbox where event_id = outbox.id)) as whole from outbox',
  )
  expect(rows[0]?.whole).toBe(true)
})

test('what still has to be sent stays, and everything said after it', async () => {
  await aHundredDays()
  await kit.pool.query(
    `insert into outbox_unsent (id, type, seqs, size) values (1, 'thing.done', '{11,12}', 2)`,
  )
  await forgetsAllBut({ outbox: 90 })
})

test('what a consumer still has to get stays; what nobody came for in 42 days goes', async () => {
  await aHundredDays()
  await kit.pool.query(
    `insert into delivery (consumer, seqs) values ('gone', '{3,4}'), ('slow', '{50,99}')`,
  )
  await forgetsAllBut({ delivery: 1, outbox: 51 })
})

test('a fact that came late is remembered from its arrival on', async () => {
  await aHundredDays()
  await kit.pool.query(
    'update inbox set received_at = now() where event_id = (select id from outbox where seq = 1)',
  )
  await forgetsAllBut({ outbox: 41, inbox: 70 })
})

test('an inbox that forgets before the outbox does refuses to start', () => {
  const wrong = { pool: kit.pool, log, outboxKeepDays: 42, inboxKeepDays: 42 }
  expect(() => forgetFacts(wrong)).toThrow(ConfigError)
  expect(() => forgetFacts(wrong)).toThrow(/INBOX_KEEP_DAYS must be greater than OUTBOX_KEEP_DAYS/)
})
