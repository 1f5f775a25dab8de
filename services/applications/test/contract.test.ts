import { operationsOf } from '@peercert/chassis/operations'
import { chassisProblems } from '@peercert/chassis/problem'
import { api } from '@peercert/contracts/applications'
import { expect, test } from 'vitest'
import { problems } from '../src/problems.ts'

test('problems.ts and the contract name the same refusals, both ways', () => {
  const listed = new Set(operationsOf(api).flatMap((operation) => operation.problems))
  for (const shared of Object.keys(chassisProblems)) listed.delete(shared)
  expect([...listed].sort()).toEqual(Object.keys(problems).sort())
})
