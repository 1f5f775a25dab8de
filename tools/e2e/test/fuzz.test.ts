import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLocal, type LocalSystem } from '@peercert/local/system'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { operations, type Operation } from '../src/operations.ts'
import { request, type Sent } from '../src/request.ts'
import { fitting, notFitting } from '../src/schema-values.ts'
import { contentOf } from '../src/stored.ts'

/** At least 2,000 requests in all; FUZZ_RUNS asks for more of each operation, FUZZ_SEED repeats a run. */
const runs = Number(process.env.FUZZ_RUNS ?? 14)
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31))
const chassisProblems = [
  'bad-request',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict-in-flight',
  'idempotency-mismatch',
  'too-many-requests',
  'unavailable',
]

const data = mkdtempSync(join(tmpdir(), 'peercert-fuzz-'))
let system: LocalSystem
let sent = 0
beforeAll(async () => {
  console.log(`fuzz: FUZZ_SEED=${seed}`)
  system = await startLocal({ port: 0, data, fresh: false, demo: true, json: true }, () => {})
  await quieten()
}, 180_000)
afterAll(async () => {
  console.log(`fuzz: ${sent} requests`)
  await system?.close()
  rmSync(data, { recursive: true, force: true })
})

/**
 * The demo's unknown payments are asked about again and again, which leaves its mark in the tables:
 * released, nothing moves any more but what a request moves.
 */
async function quieten() {
  await fetch(`${system.ready.card}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ do: 'release', outcome: 'succeed' }),
  })
  const { pool } = system.running('payments')
  const open = async () =>
    (await pool.query(`select from payment where state in ('CREATED', 'PENDING')`)).rowCount
  await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 60_000, interval: 100 })
  await system.time.settle()
}

describe.each([...new Set(operations.map(({ service }) => service))])('%s', (service) => {
  const own = operations.filter((operation) => operation.service === service)

  test.each(own.map((operation) => [operation.id, operation] as const))(
    '%s answers what its contract says to anything that fits',
    { timeout: 120_000 },
    async (_id, operation) => {
      const token = await system.tokenFor(operation.roles)
      await fc.assert(
        fc.asyncProperty(
          fitting(operation.body ?? { type: 'null' }),
          pathOf(operation),
          async (body, path) => {
            const answer = await ask(operation, { token, path, ...(operation.body && { body }) })
            expectPromised(operation, answer)
          },
        ),
        { seed, numRuns: runs, endOnFailure: true },
      )
    },
  )

  test.each(
    own
      .filter(({ body }) => body?.properties)
      .map((operation) => [operation.id, operation] as const),
  )('%s names what is wrong and stores nothing', { timeout: 120_000 }, async (_id, operation) => {
    const token = await system.tokenFor(operation.roles)
    await system.time.settle()
    const before = await contentOf(system, service)
    await fc.assert(
      fc.asyncProperty(notFitting(operation.body ?? {}), async ({ body, why }) => {
        const answer = await ask(operation, { token, path: plainPath(operation), body })
        expect(answer.status, why).toBe(400)
        expect(answer.problem?.type, why).toBe('bad-request')
        expect(answer.problem?.errors?.length, why).toBeGreaterThan(0)
        for (const { field, reason } of answer.problem?.errors ?? [])
          expect([field.startsWith('/'), reason.length > 0], why).toEqual([true, true])
      }),
      { seed, numRuns: runs, endOnFailure: true },
    )
    expect(await contentOf(system, service)).toEqual(before)
  })
})

async function ask(operation: Operation, options: Sent) {
  sent += 1
  return request(system.ready.services[operation.service] ?? '', operation, options)
}

/** Path and query values of the right shape; most of them name nothing. */
function pathOf(operation: Operation) {
  const wanted = operation.parameters.filter((parameter) => parameter.in !== 'header')
  return fc.record(
    Object.fromEntries(wanted.map(({ name, schema }) => [name, fitting(schema)])),
  ) as fc.Arbitrary<Record<string, unknown>>
}
function plainPath(operation: Operation): Record<string, unknown> {
  return fc.sample(pathOf(operation), { numRuns: 1, seed })[0] ?? {}
}

function expectPromised(operation: Operation, answer: Awaited<ReturnType<typeof request>>) {
  if (operation.statuses.includes(answer.status)) return
  expect(answer.contentType, `${operation.id} ${answer.status}`).toContain(
    'application/problem+json',
  )
  expect(
    [...operation.problems, ...chassisProblems],
    `${operation.id} ${answer.status} ${JSON.stringify(answer.problem)}`,
  ).toContain(answer.problem?.type)
}
