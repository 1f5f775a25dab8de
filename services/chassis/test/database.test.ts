import { testDatabase } from '@peercert/postgres/test-database'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createPool, inTransaction } from '../src/database.ts'

let database: Awaited<ReturnType<typeof testDatabase>>
beforeAll(async () => {
  database = await testDatabase(inject('postgresUrl'), 'database', 'services/chassis/prisma')
})
afterAll(() => database.drop())

// Without a listener the loss would be an error event that nobody hears, and end the process.
test('a server that dies in the middle of a transaction ends the work, not the process', async () => {
  const [pool, other] = [createPool(database.url), createPool(database.url)]
  const work = inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const gone = new Promise((resolve) => client.once('end', resolve))
    await other.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await gone
    await client.query('select 1')
  })
  await expect(work).rejects.toThrow(/not queryable|terminat|closed/i)
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await Promise.all([pool.end(), other.end()])
})
