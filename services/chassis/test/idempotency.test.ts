import { expect, test } from 'vitest'
import { type IdempotentCall, once } from '../src/idempotency.ts'
import { Problem } from '../src/problem.ts'
import { withDatabase } from './kit.ts'

const database = withDatabase()
const ana = { subject: 'ana', realm: 'peers', roles: ['peer'], service: null } as const

function call(changes: Partial<IdempotentCall> = {}): IdempotentCall {
  return {
    operationId: 'pay',
    params: { id: '1' },
    query: {},
    headers: { 'idempotency-key': 'key-12345' },
    body: { a: 1, b: 2 },
    caller: ana,
    ...changes,
  }
}

/** Answers how often the work was done, beside the answer. */
function counting() {
  let times = 0
  const run = (changes?: Partial<IdempotentCall>) =>
    database.db.$transaction((tx) =>
      once(tx, call(changes), async () => ({ status: 201, body: { times: (times += 1) } })),
    )
  return { run, times: () => times }
}

const problem = (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Problem ? error.type : error),
  )

test('the same request again gets the first answer, and the work is done once', async () => {
  const { run, times } = counting()
  expect(await run()).toEqual({ status: 201, body: { times: 1 } })
  const again = await run({ body: { b: 2, a: 1 } })
  expect(again).toEqual({
    status: 201,
    body: { times: 1 },
    headers: { 'idempotency-replayed': 'true' },
  })
  expect(times()).toBe(1)
})

test.each<[string, Partial<IdempotentCall>]>([
  ['body', { body: { a: 2 } }],
  ['object', { params: { id: '2' } }],
  ['operation', { operationId: 'refund' }],
])('the same key for another %s is refused', async (_what, changes) => {
  const { run, times } = counting()
  await run()
  expect(await problem(run(changes))).toBe('idempotency-mismatch')
  expect(times()).toBe(1)
})

test('another caller may use the same key', async () => {
  const { run, times } = counting()
  await run()
  await run({ caller: { ...ana, subject: 'ben' } })
  await run({ caller: { ...ana, realm: 'staff' } })
  expect(times()).toBe(3)
})

test('while the first is under way the second is told so, and does not wait', async () => {
  const { run, times } = counting()
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let begun = () => {}
  const started = new Promise<void>((resolve) => {
    begun = resolve
  })
  const first = database.db.$transaction((tx) =>
    once(tx, call(), async () => {
      begun()
      await held
      return { status: 201, body: 'first' }
    }),
  )
  await started
  expect(await problem(run())).toBe('conflict-in-flight')
  release()
  expect(await first).toEqual({ status: 201, body: 'first' })
  expect(await run()).toMatchObject({ body: 'first' })
  expect(times()).toBe(0)
})

test('a refusal keeps nothing: the same key may be tried again', async () => {
  const { run } = counting()
  const refused = database.db.$transaction((tx) =>
    once(tx, call(), async () => {
      throw new Problem('fee-unpaid')
    }),
  )
  expect(await problem(refused)).toBe('fee-unpaid')
  expect(await run({ body: { other: true } })).toMatchObject({ status: 201 })
})

test('after 24 hours of machine time the key is free again', async () => {
  const { run, times } = counting()
  await run()
  await database.pool.query(`update idempotency_key set created_at = now() - interval '25 hours'`)
  await run({ body: { other: true } })
  expect(times()).toBe(2)
})
