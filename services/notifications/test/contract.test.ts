import { operationsOf } from '@peercert/chassis/operations'
import { chassisProblems } from '@peercert/chassis/problem'
import { api, events } from '@peercert/contracts/notifications'
import { expect, test } from 'vitest'
import { problems } from '../src/problems.ts'

const operations = operationsOf(api)
const listed = new Set(operations.flatMap((operation) => operation.problems))

test('every refusal the contract lists is ours or the chassis has it', () => {
  for (const name of listed)
    expect([...Object.keys(problems), ...Object.keys(chassisProblems)]).toContain(name)
})

test('every refusal of ours is listed by some operation', () => {
  for (const name of Object.keys(problems)) expect(listed).toContain(name)
})

test('T-04: every operation says who may call it, and what is sent once has a key', () => {
  expect(operations).toHaveLength(14)
  for (const { id, roles, idempotent } of operations) {
    expect(roles.length, id).toBeGreaterThan(0)
    expect(idempotent, id).toBe(id === 'sendCopy')
  }
})

test('SEC-2: no event has a place for a name, an address or a code', () => {
  const allowed = new Set(['noticeId', 'accountId', 'kind', 'subjectId', 'on'])
  for (const [type, schema] of Object.entries(events.types)) {
    const { properties } = schema as { properties: Record<string, unknown> }
    for (const name of Object.keys(properties)) expect(allowed, `${type}.${name}`).toContain(name)
  }
})
