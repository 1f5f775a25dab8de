import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalSystem, startLocal } from '@peercert/local/system'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Databases, openDatabases, type Service } from '../src/databases.ts'
import { publishers, topicOf } from '../src/facts.ts'
import { invariants } from '../src/invariants.ts'
import { askOracle, differences, judge, type Verdict } from '../src/oracle.ts'
import { openWorld, type World } from '../src/world.ts'
import { violations } from './violations.ts'

const data = mkdtempSync(join(tmpdir(), 'peercert-oracle-'))
let system: LocalSystem

beforeAll(async () => {
  const options = { data, fresh: false, demo: true, json: true, port: 0 }
  system = await startLocal(options, () => {})
  await issueVoucher()
  await system.time.settle()
}, 240_000)

afterAll(async () => {
  await system.close()
  rmSync(data, { recursive: true, force: true })
})

const pool = (service: Service) => system.running(service).pool

const one = async (service: Service, sql: string): Promise<string> => {
  const { rows } = await pool(service).query<Record<string, unknown>>(sql)
  return String(Object.values(rows[0] ?? {})[0])
}

/** Finance hands one out, so that there is a voucher to look at. */
async function issueVoucher(): Promise<void> {
  const token = await system.tokenFor(['finance'])
  const accountId = await one(
    'applications',
    `select account_id from certification where hold = 'ACTIVE'`,
  )
  const answer = await fetch(
    `${system.ready.services.payments}/staff/accounts/${accountId}/vouchers`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify({
        program: 'RENEWAL-2026',
        feeCode: 'RENEWAL',
        reason: 'for the oracle',
      }),
    },
  )
  if (!answer.ok) throw new Error(`no voucher: ${answer.status} ${await answer.text()}`)
}

const ask = (more: object = {}) => askOracle({ folder: data, ...more })

const named = ({ invariants: lines }: Verdict) =>
  lines.flatMap(({ id, findings }) => findings.map(({ wrong, what }) => `${id} ${wrong}: ${what}`))

test('a quiet system has no difference at all', async () => {
  const verdict = await ask()
  expect(named(verdict)).toEqual([])
  expect(verdict).toMatchObject({ lost: 0, doubled: 0, orphaned: 0, unreconciled: 0, stuck: 0 })
  expect(verdict.acked).toBeGreaterThan(5)
  expect(differences(verdict)).toBe(0)
})

test('the oracle can change nothing', async () => {
  const databases = openDatabases(data)
  const write = databases.rows('payments', 'delete from receipt')
  await expect(write).rejects.toThrow(/read-only/)
  const anyhow = databases.rows('payments', 'set default_transaction_read_only = off')
  await anyhow
  await expect(databases.rows('payments', 'truncate receipt')).rejects.toThrow(
    /read-only|permission/,
  )
  await databases.close()
})

describe('a violation that is planted is named', () => {
  test.each(violations)('$invariant $named', async ({ invariant, named: what, service, plant }) => {
    await changed(service, plant, async (world) => {
      const asked = invariants.filter(({ id }) => id === invariant)
      expect(named(await judge(world, asked))).toContain(`${invariant} ${what}`)
    })
  })

  const seen = async (change: (world: World) => Partial<World>) => {
    const world = await openWorld({ folder: data })
    const verdict = await judge({ ...world, ...change(world) })
    await world.close()
    return named(verdict)
  }

  test('I-3 money that moved twice for one item', async () => {
    const twice = await seen(({ journals }) => ({
      journals: {
        ...journals,
        charges: async () => {
          const all = await journals.charges()
          const moved = all.filter(({ status }) => status === 'succeeded').slice(0, 1)
          return [...all, ...moved.map((one) => ({ ...one, intentId: 'pi_again' }))]
        },
      },
    }))
    expect(twice).toEqual([
      'I-3 doubled: item that was charged more than once',
      'I-3 orphaned: charge that no payment knows',
    ])
  })

  test('I-3 a mail that was taken twice', async () => {
    const twice = await seen(({ journals }) => ({
      journals: {
        ...journals,
        mails: async () => {
          const { ids, whole } = await journals.mails()
          return { ids: [...ids, ...ids.slice(-1)], whole }
        },
      },
    }))
    expect(twice).toEqual(['I-3 doubled: mail that was taken more than once'])
  })

  test('I-2 a topic that lacks a fact, and one that nobody said', async () => {
    const wrong = await seen(({ facts }) => ({
      topics: {
        read: async (topic) => {
          const publisher = topic === 'peercert.payments.v1' ? 'payments' : undefined
          const carried = publishers.flatMap((name) =>
            topic === topicOf(name) ? facts(name).slice(name === publisher ? 1 : 0) : [],
          )
          return publisher ? [...carried, { id: randomUUID(), type: 'x', key: 'k' }] : carried
        },
      },
    }))
    expect(wrong).toEqual([
      'I-2 lost: fact of payments that was sent and is not in its topic',
      'I-2 orphaned: record in the topic of payments that nobody said',
    ])
  })

  test('every invariant has one', () => {
    const ids = new Set(violations.map(({ invariant }) => invariant))
    expect(invariants.map(({ id }) => id).filter((id) => !ids.has(id))).toEqual([])
  })

  test('I-1 what a client wrote down is looked for as well', async () => {
    const file = join(data, 'acked.jsonl')
    writeFileSync(file, `{"kind":"payment","id":"00000000-0000-4000-8000-000000000009"}\n`)
    expect(named(await ask({ ackedFile: file }))).toEqual([
      'I-1 lost: payment that was acknowledged',
    ])
    writeFileSync(file, `{"kind":"cake","id":"1"}\n`)
    await expect(ask({ ackedFile: file })).rejects.toThrow(/kind of account, certification/)
  })

  test('I-14 planted poison is expected, no more and no less', async () => {
    const plant = violations.find(({ invariant }) => invariant === 'I-14')?.plant ?? ''
    await changed('portal', plant, async (world) => {
      const expecting = (parked: number) =>
        judge({ ...world, expected: { ...world.expected, parked } })
      expect(named(await expecting(1))).toEqual([])
      expect(named(await expecting(2))).toContain('I-14 stuck: parked at portal')
    })
  })

  test('I-10 what was published again may come late', async () => {
    const plant = violations.find(({ invariant }) => invariant === 'I-10')?.plant ?? ''
    await changed('portal', plant, async (world) => {
      const expected = { ...world.expected, mended: true }
      expect(named(await judge({ ...world, expected }))).toEqual([])
    })
  })
})

/** The world as it would be: seen through a transaction that never commits, so that nobody else sees it. */
async function changed(service: Service, plant: string, look: (world: World) => Promise<void>) {
  const client = await pool(service).connect()
  try {
    await client.query('begin')
    await client.query(plant)
    const real = openDatabases(data)
    const rows: Databases['rows'] = async <T extends pg.QueryResultRow>(
      asked: Service,
      sql: string,
      values: readonly unknown[] = [],
    ) =>
      asked === service
        ? (await client.query<T>(sql, [...values])).rows
        : real.rows<T>(asked, sql, values)
    const keys: Databases['keys'] = async (asked, sql) =>
      (await rows<Record<string, unknown>>(asked, sql)).map((row) => String(Object.values(row)[0]))
    const world = await openWorld({ folder: data, databases: { ...real, rows, keys } })
    try {
      await look(world)
    } finally {
      await world.close()
    }
  } finally {
    await client.query('rollback')
    client.release()
  }
}
