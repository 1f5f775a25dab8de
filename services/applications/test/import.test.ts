import { describe, expect, test } from 'vitest'
import { rowOf, withApplications } from './kit.ts'

const kit = withApplications()

const count = async (table: string) =>
  Number((await kit.pool.query(`select count(*) from ${table}`)).rows[0].count)
const tables = [
  'certification',
  'term',
  'certificate',
  'signature',
  'reminder',
  'history',
  'outbox',
]

describe('an import', () => {
  test('loads a holder with everything that belongs to one', async () => {
    kit.goTo('2026-11-10 12:00')
    const row = rowOf({ legalName: 'María Núñez-Luna', county: 'Napa' })
    const outcomes = await kit.importRows([row])
    expect(outcomes).toEqual([{ number: row.number, outcome: 'loaded' }])
    const said = (await kit.published('certification.imported')).find(
      (e) => e.key === row.accountId,
    )
    expect(said?.data).toMatchObject({
      number: row.number,
      status: 'ACTIVE',
      expiresOn: '2026-12-31',
    })
    const token = await kit.staff('reviewer')
    const path = `/staff/accounts/${row.accountId}/certification`
    const { body } = await kit.client.get(path, { token })
    expect(body.certification).toMatchObject({
      certifiedName: 'María Núñez-Luna',
      codeSigned: true,
      effectiveOn: '2024-12-31',
      certificates: [{ term: 1, replaced: false }],
    })
    expect(body.signatures).toMatchObject([
      { purpose: 'issue', codeVersion: '1', imported: true, at: '2024-12-31T08:00:00.000Z' },
    ])
  })

  test('the same rows again, in any order and number, change nothing', async () => {
    const rows = [rowOf(), rowOf({ status: 'SUSPENDED' }), rowOf({ status: 'REVOKED' })]
    await kit.importRows(rows)
    const before = await Promise.all(tables.map(count))
    const outcomes = await kit.importRows([...rows].reverse().concat(rows))
    expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']))
    expect(await Promise.all(tables.map(count))).toEqual(before)
  })

  test('two imports of the same rows at once load them once', async () => {
    const rows = [rowOf(), rowOf(), rowOf()]
    const both = await Promise.all([kit.importRows(rows), kit.importRows(rows)])
    expect(
      both
        .flat()
        .map(({ outcome }) => outcome)
        .sort(),
    ).toEqual(['loaded', 'loaded', 'loaded', 'unchanged', 'unchanged', 'unchanged'])
  })

  test('it is compared with what was imported, not with what happened since', async () => {
    kit.goTo('2026-11-10 12:00')
    const row = rowOf()
    const person = await kit.holder(row)
    await kit.pool.query('update certification set certified_name = $1 where number = $2', [
      'Another Name',
      person.number,
    ])
    expect(await kit.importRows([row])).toMatchObject([{ outcome: 'unchanged' }])
    expect(await kit.importRows([{ ...row, expiresOn: '2027-01-31' }])).toEqual([
      { number: row.number, outcome: 'rejected', field: 'expiresOn', reason: 'different-data' },
    ])
  })

  test('a rejected row does not hold up the others, and says why', async () => {
    kit.goTo('2026-11-10 12:00')
    const known = rowOf()
    await kit.importRows([known])
    const good = rowOf()
    const outcomes = await kit.importRows([
      { ...rowOf(), number: known.number },
      { ...rowOf(), accountId: known.accountId },
      rowOf({ issuedOn: '2026-11-11', expiresOn: '2028-11-11' }),
      rowOf({ issuedOn: '2026-01-01', expiresOn: '2026-01-01' }),
      good,
      { ...good, county: 'Napa' },
    ])
    expect(outcomes.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'number-of-another-account',
      'account-of-another-number',
      'issued-in-future',
      'expires-before-issue',
      'loaded',
      'different-data',
    ])
  })

  test('a dry run says the same and writes nothing', async () => {
    const before = await Promise.all(tables.map(count))
    const row = rowOf()
    expect(await kit.importRows([row, row], true)).toMatchObject([
      { outcome: 'loaded' },
      { outcome: 'unchanged' },
    ])
    expect(await Promise.all(tables.map(count))).toEqual(before)
  })

  test('reminder kinds whose day has passed are on record', async () => {
    kit.goTo('2026-12-01 12:00')
    const person = await kit.holder()
    const { rows } = await kit.pool.query(
      `select r.kind, r.state from reminder r join certification c on c.id = r.certification_id
       where c.number = $1 order by r.kind desc`,
      [person.number],
    )
    expect(rows).toEqual([
      { kind: 90, state: 'before-import' },
      { kind: 60, state: 'before-import' },
    ])
    const lines = await kit.history(person)
    expect(lines.map((line) => line.code)).toEqual(['certification.imported'])
  })

  test('renewed somewhere else before: the term is the last two years, the Code that of the issue', async () => {
    kit.goTo('2026-11-10 12:00')
    const person = await kit.holder({ issuedOn: '2023-03-01', expiresOn: '2027-03-01' })
    expect(await kit.certification(person)).toMatchObject({
      firstIssuedOn: '2023-03-01',
      effectiveOn: '2025-03-01',
    })
  })

  test('a thousand rows at a time', async () => {
    const rows = Array.from({ length: 1_000 }, () => rowOf())
    const outcomes = await kit.importRows(rows)
    expect(outcomes.filter(({ outcome }) => outcome === 'loaded')).toHaveLength(1_000)
    const codes = await kit.pool.query(
      'select count(distinct verification_code), min(length(verification_code)) from certification',
    )
    expect(Number(codes.rows[0].count)).toBe(await count('certification'))
    expect(codes.rows[0].min).toBe(22)
  })
})
