import { join } from 'node:path'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { testDatabase } from '../src/test-database.ts'

const folder = join(import.meta.dirname, '../../../services/chassis/prisma')

test('each test gets a database of its own, made from the migrations', async () => {
  const databases = await Promise.all(
    [1, 2, 3].map(() => testDatabase(inject('postgresUrl'), 'chassis', folder)),
  )
  for (const database of databases) {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    const { rows } = await client.query('select count(*)::int as count from outbox')
    expect(rows).toEqual([{ count: 0 }])
    await client.end()
    await database.drop()
  }
})
