import { api } from '@peercert/contracts/payments'
import { chassisProblems } from '@peercert/chassis/problem'
import { expect, test } from 'vitest'
import { problems } from '../src/problems.ts'

interface Operation {
  operationId: string
  'x-problems': string[]
}
const paths = (api as { paths: Record<string, Record<string, Operation>> }).paths
const operations = Object.values(paths)
  .flatMap((item) => Object.values(item))
  .filter((operation) => operation.operationId)

test('every refusal the contract lists is one of ours or the chassis, and every one of ours is listed', () => {
  const listed = new Set(operations.flatMap((operation) => operation['x-problems']))
  const own = Object.keys(problems)
  expect([...listed].filter((name) => !own.includes(name) && !(name in chassisProblems))).toEqual(
    [],
  )
  expect(own.filter((name) => !listed.has(name))).toEqual([])
})

test('no refusal reads as if something had been charged', () => {
  for (const [status, title] of Object.values(problems)) {
    expect(status).toBeGreaterThanOrEqual(400)
    expect(title).not.toMatch(/peer|mental/i)
  }
})
