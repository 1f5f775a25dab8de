import { randomUUID } from 'node:crypto'
import { civilDate } from '@peercert/chassis/civil-date'
import { describe, expect, test } from 'vitest'
import { remind } from '../src/jobs/remind.ts'
import { numbersOn } from '../src/program.ts'
import { addDays } from '../src/rules/calendar.ts'
import { dueReminder, kindNamed, latestKind } from '../src/rules/reminder.ts'
import { type Person, withApplications } from './kit.ts'

const kit = withApplications('2026-09-15T19:00:00Z')

const run = async (day: string) => {
  kit.goTo(`${day} 06:00`)
  await kit.runJobs(civilDate(day))
}
const kinds = async (person: Person) =>
  (await kit.published('certification.expiry-approaching'))
    .filter((event) => event.key === person.accountId)
    .map(({ data }) => data.kind)

describe('the run', () => {
  test('the SQL says what the rule says, for every distance and every record', async () => {
    const day = '2040-10-02'
    kit.goTo('2040-06-01 12:00')
    const numbers = numbersOn(day)
    const patterns = [[], [90], [90, 60], [60], [90, 60, 30, 7, 0], [90, 60, 30, 7, 0, -1]]
    const rows = []
    for (let left = -10; left <= 92; left++)
      for (const recorded of patterns)
        rows.push({
          id: randomUUID(),
          account: randomUUID(),
          expiresOn: addDays(day, left),
          recorded,
        })
    await insert(rows)
    await run(day)
    const events = await kit.published('certification.expiry-approaching')
    const byAccount = new Map(events.map((event) => [event.key, event.data]))
    const expected = rows.map(({ account, expiresOn, recorded }) => {
      const due = dueReminder({ expiresOn, recorded }, civilDate(day), numbers)
      return [account, due && { kind: due.kind, standsFor90: due.standsFor90 }]
    })
    const found = rows.map(({ account }) => {
      const data = byAccount.get(account)
      return [account, data ? { kind: kindNamed(data.kind), standsFor90: data.standsFor90 } : null]
    })
    expect(found).toEqual(expected)
    const records = await kit.pool.query(
      `select certification_id as id, array_agg(kind order by kind desc) as kinds from reminder
       where day = $1 and state = 'superseded' group by 1`,
      [day],
    )
    const superseded = new Map(records.rows.map((row) => [row.id, row.kinds]))
    for (const { id, expiresOn, recorded } of rows)
      expect(superseded.get(id) ?? []).toEqual(
        dueReminder({ expiresOn, recorded }, day, numbers)?.superseded ?? [],
      )
    expect(latestKind(day, day, numbers)).toBe(0)
  })

  test('killed after a part of it, the next run says the rest, once', async () => {
    const day = '2042-10-02'
    kit.goTo('2042-06-01 12:00')
    const people = []
    for (let count = 0; count < 5; count++)
      people.push(await kit.holder({ issuedOn: '2040-12-31', expiresOn: '2042-12-31' }))
    const [first] = people
    await kit.pool.query(
      `insert into reminder (certification_id, term, kind, state, day)
       select id, term, 90, 'queued', $2 from certification where account_id = $1`,
      [first?.accountId, day],
    )
    await run(day)
    const told = await Promise.all(people.map(kinds))
    expect(told).toEqual([[], ['90'], ['90'], ['90'], ['90']])
  })

  test('two runs at once say everything once', async () => {
    const day = civilDate('2044-10-02')
    kit.goTo('2044-06-01 12:00')
    const people = []
    for (let count = 0; count < 5; count++)
      people.push(await kit.holder({ issuedOn: '2042-12-31', expiresOn: '2044-12-31' }))
    kit.goTo('2044-10-02 06:00')
    await Promise.all([1, 2, 3].map(() => remind(day, { pool: kit.pool, clock: kit.clock })))
    expect(await Promise.all(people.map(kinds))).toEqual(people.map(() => ['90']))
  })
})

interface Bare {
  readonly id: string
  readonly account: string
  readonly expiresOn: string
  readonly recorded: readonly number[]
}

async function insert(rows: readonly Bare[]): Promise<void> {
  await kit.pool.query(
    `insert into certification (id, account_id, number, hold, first_issued_on, effective_on,
       expires_on, term, certified_name, county, verification_code)
     select id, account, 'CMPSS-' || (500000 + ordinal)::text, 'ACTIVE', expires - 730, expires - 730,
       expires, 1, 'A B', 'Yolo', id::text
     from unnest($1::uuid[], $2::uuid[], $3::date[]) with ordinality as row (id, account, expires, ordinal)`,
    [rows.map((row) => row.id), rows.map((row) => row.account), rows.map((row) => row.expiresOn)],
  )
  for (const { id, recorded } of rows)
    if (recorded.length > 0)
      await kit.pool.query(
        `insert into reminder (certification_id, term, kind, state, day)
         select $1, 1, kind, 'queued', date '2040-01-01' from unnest($2::smallint[]) as k (kind)`,
        [id, recorded],
      )
}
