import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type LocalSystem, startLocal } from '@peercert/local/system'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reconcileAll } from '../src/reconcile.ts'

const data = mkdtempSync(join(tmpdir(), 'peercert-reconcile-'))
const services = ['identity', 'applications', 'payments', 'notifications', 'portal'] as const
let system: LocalSystem

beforeAll(async () => {
  system = await startLocal(
    { data, fresh: false, demo: true, json: true, port: 0 } as never,
    () => {},
  )
}, 240_000)

afterAll(async () => {
  await system.close()
  rmSync(data, { recursive: true, force: true })
})

/** What tables say, but for when something came, and for the payment that the sweeper looks after. */
async function effects(): Promise<Record<string, string>> {
  const content: Record<string, string> = {}
  for (const service of services) {
    const { pool } = system.running(service)
    const { rows } = await pool.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'
         and tablename not in ('_prisma_migrations', 'listening', 'job_run', 'outbox_unsent')`,
    )
    for (const { name } of rows) {
      const { rows: digests } = await pool.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(md5(row), '' order by md5(row))), '') as digest
         from (select (to_jsonb(t) - 'received_at')::text as row from "${name}" t
               where coalesce(to_jsonb(t) ->> 'state', '') not in ('CREATED', 'PENDING')) as rows`,
      )
      content[`${service}.${name}`] = digests[0]?.digest ?? ''
    }
  }
  return content
}

const sumOf = (all: Awaited<ReturnType<typeof reconcileAll>>) => {
  const comparisons = all.flatMap((one) => one.comparisons)
  const sum = (of: (one: (typeof comparisons)[number]) => number) =>
    comparisons.reduce((total, one) => total + of(one), 0)
  return {
    unreached: all.flatMap((one) => one.unreached),
    published: sum((one) => one.published),
    lost: sum((one) => one.lost.length),
    mended: sum((one) => one.mended),
    unknown: sum((one) => one.unknown.length),
    waiting: sum((one) => one.waiting),
  }
}

test('every consumer of every service is compared with its source', async () => {
  const all = await reconcileAll(data)
  const found = sumOf(all)
  expect(found).toMatchObject({ unreached: [], lost: 0, unknown: 0, waiting: 0, mended: 0 })
  expect(found.published).toBeGreaterThan(100)
  for (const service of services)
    for (const receiver of system.running(service).messaging.receivers)
      expect(
        all.flatMap(({ comparisons }) => comparisons.map((one) => `${one.consumer} ${one.topic}`)),
      ).toContain(`${receiver.consumer} ${receiver.topic}`)
})

test('every inbox row that vanishes comes back, and no effect changes', async () => {
  await system.time.settle()
  const before = await effects()
  for (let round = 0; round < 4; round += 1) {
    for (const service of services)
      await system.running(service).pool.query(
        `delete from inbox where ctid in (select ctid from inbox order by random() limit
           case when $1 = 0 then 100000 else 100 end)`,
        [round],
      )
    // What is sent again for one consumer comes to the others as well.
    const { lost, mended, unknown } = sumOf(await reconcileAll(data))
    expect(lost).toBeGreaterThan(70)
    expect({ mended, unknown }).toEqual({ mended: lost, unknown: 0 })
    await system.time.settle()
    const after = await effects()
    const changed = Object.keys(before).filter((name) => before[name] !== after[name])
    expect(changed).toEqual([])
  }
})

describe('the commands', () => {
  const command = async (file: string, ...args: string[]) => {
    const main = join(import.meta.dirname, '../src', file)
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said = Promise.all([text(child.stdout), text(child.stderr)])
    const [code] = (await once(child, 'exit')) as [number]
    const [out, wrong] = await said
    return { code, out, wrong }
  }

  test('reconcile prints a table, or one line of JSON, and ends with 0 when all is mended', async () => {
    await system.running('payments').pool.query('delete from inbox')
    const table = await command('reconcile-command.ts', '--data', data)
    expect(table.code).toBe(0)
    expect(table.out).toMatch(/^consumer +topic +published +lost +mended +unknown +waiting\n/)
    expect(table.out).toMatch(/lost: account\.linked [\da-f-]{36} at payments/)
    const json = await command('reconcile-command.ts', '--data', data, '--json')
    expect(JSON.parse(json.out)).toMatchObject({ lost: 0, unknown: 0, waiting: 0, unreached: [] })
  })

  test('the oracle ends with 0 when nothing differs, and with 1 when something does', async () => {
    const quiet = await command('main.ts', '--strict', '--mended', '--data', data)
    expect(quiet.wrong).toBe('')
    expect(quiet.out).toMatch(
      /acked \d+, lost 0, doubled 0, orphaned 0, unreconciled 0, stuck 0\n$/,
    )
    expect(quiet.code).toBe(0)
    const { pool } = system.running('payments')
    await pool.query(
      `delete from inbox where event_id = (select min(event_id::text)::uuid from inbox)`,
    )
    const loud = await command('main.ts', '--strict', '--mended', '--data', data)
    expect(loud.out).toMatch(
      /lost: 1 × fact of identity that payments never received: [\da-f-]{36}/,
    )
    expect(loud.code).toBe(1)
    const json = await command('main.ts', '--json', '--mended', '--data', data)
    expect(JSON.parse(json.out)).toMatchObject({ lost: 1, doubled: 0, orphaned: 0, stuck: 0 })
    await reconcileAll(data)
  })

  test('without a running system both say so', async () => {
    for (const file of ['reconcile-command.ts', 'main.ts']) {
      const { code, wrong } = await command(file, '--data', tmpdir())
      expect(code).toBe(1)
      expect(wrong).toMatch(/PeerCert does not run/)
    }
  })
})
