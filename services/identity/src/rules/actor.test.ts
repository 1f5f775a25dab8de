import { expect, test } from 'vitest'
import { staffActor } from './actor.ts'

test('CONV-10: staff stand in the history with the role they acted under', () => {
  const caller = { subject: 'dana', roles: ['finance', 'reviewer'] }
  expect(staffActor(caller)).toEqual({ kind: 'staff', subject: 'dana', role: 'reviewer' })
  expect(staffActor(caller, ['finance'])).toEqual({
    kind: 'staff',
    subject: 'dana',
    role: 'finance',
  })
  expect(staffActor({ subject: 'a', roles: ['admin'] }).role).toBe('admin')
})
