import { describe, expect, test } from 'vitest'
import { aHolder, type HolderRow, type Outcome, withIdentity } from './kit.ts'

const { kit, service, peer, signIn, idToken } = withIdentity()

const load = async (rows: HolderRow[], dryRun = false): Promise<Outcome[]> => {
  const token = await service('importer')
  const reply = await kit.client.post('/imports/accounts', { token, body: { rows, dryRun } })
  expect(reply.status).toBe(200)
  return reply.body.outcomes
}
const counted = async () => {
  const { rows } = await kit.pool.query(
    `select (select count(*) from account) as accounts, (select count(*) from outbox) as events,
      (select count(*) from import_record) as records, (select count(*) from search_word) as words`,
  )
  return rows[0]
}

describe('an import of holders', () => {
  test('loads once, however often it comes, and says so for each row in order', async () => {
    const rows = [aHolder(), aHolder(), aHolder()]
    const first = await load(rows)
    expect(first.map(({ number, outcome }) => [number, outcome])).toEqual(
      rows.map((row) => [row.number, 'loaded']),
    )
    const before = await counted()
    const second = await load(rows)
    expect(second).toEqual(first.map((outcome) => ({ ...outcome, outcome: 'unchanged' })))
    expect(await counted()).toEqual(before)
    const [, event] = await kit.published('account.opened')
    expect(event?.data).toEqual({ accountId: first[1]?.accountId, imported: true })
  })

  test('a dry run only checks', async () => {
    const rows = [aHolder(), aHolder({ county: 'Jefferson' })]
    const before = await counted()
    const outcomes = await load(rows, true)
    expect(outcomes).toEqual([
      { number: rows[0]?.number, outcome: 'loaded' },
      {
        number: rows[1]?.number,
        outcome: 'rejected',
        field: 'county',
        reason: 'county-unknown',
      },
    ])
    expect(await counted()).toEqual(before)
  })

  test('is compared with what was imported, not with what happened since', async () => {
    const row = aHolder({ legalName: 'Moved Holder' })
    const [loaded] = await load([row])
    const person = { subject: 'moved', name: 'Moved Holder', email: row.email }
    await signIn(person)
    const token = await peer('moved')
    const change = { version: 0, county: 'Yolo', language: 'en' }
    await kit.client.patch('/me/profile', { token, body: change })
    const body = { idToken: await idToken({ ...person, email: 'moved-on@example.org' }) }
    await kit.client.post('/me/email-changes', { token, body })

    expect(await load([row])).toEqual([{ ...loaded, outcome: 'unchanged' }])
    expect((await kit.client.get('/me/profile', { token })).body).toMatchObject({
      county: 'Yolo',
      email: 'moved-on@example.org',
    })
  })

  test('rejects other data, a number with another address, an address used twice', async () => {
    const [one, two, three] = [aHolder(), aHolder(), aHolder()]
    await load([one, two])
    await signIn({ subject: 'self', email: 'Self-Made@example.org' })
    const outcomes = await load([
      { ...one, legalName: 'Other Name' },
      { ...two, email: 'another@example.org' },
      { ...three, email: one.email.toUpperCase() },
      aHolder({ email: 'self-made@example.org' }),
      three,
      aHolder({ email: three.email }),
    ])
    expect(outcomes.map(({ outcome, field, reason }) => [outcome, field, reason])).toEqual([
      ['rejected', 'legalName', 'different-data'],
      ['rejected', 'email', 'number-of-another-email'],
      ['rejected', 'email', 'email-used-twice'],
      ['rejected', 'email', 'email-used-twice'],
      ['loaded', undefined, undefined],
      ['rejected', 'email', 'email-used-twice'],
    ])
  })

  test('the same row twice in a batch is one holder', async () => {
    const row = aHolder()
    const [first, second] = await load([row, row])
    expect(first?.outcome).toBe('loaded')
    expect(second).toEqual({ ...first, outcome: 'unchanged' })
  })

  test('two imports of one file at once load it once', async () => {
    const rows = Array.from({ length: 50 }, () => aHolder())
    const both = await Promise.all([load(rows), load(rows.toReversed())])
    const loaded = both.flat().filter(({ outcome }) => outcome === 'loaded')
    expect(loaded).toHaveLength(50)
    expect(new Set(both.flat().map(({ accountId }) => accountId)).size).toBe(50)
  })

  test('a thousand rows at most, in a handful of statements and a moment', async () => {
    const rows = Array.from({ length: 1_000 }, () => aHolder())
    const from = performance.now()
    const outcomes = await load(rows)
    expect(performance.now() - from).toBeLessThan(3_000)
    expect(outcomes.every(({ outcome }) => outcome === 'loaded')).toBe(true)
    const token = await service('importer')
    const body = { rows: [...rows, aHolder()], dryRun: true }
    expect((await kit.client.post('/imports/accounts', { token, body })).status).toBe(400)
  })
})
