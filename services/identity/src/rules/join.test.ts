import { expect, test } from 'vitest'
import { refuseDecision, refuseJoin } from './join.ts'

const facts = {
  checkList: ['photo-id-seen', 'name-compared'],
  signInFree: true,
  accountJoined: false,
  otherLogIns: undefined,
}

test('ACC-11: after the check list, a free log-in may be joined', () => {
  expect(refuseJoin(facts)).toBeUndefined()
})

test('ACC-11: an incomplete check list is refused first', () => {
  expect(refuseJoin({ ...facts, checkList: ['name-compared'], signInFree: false })).toBe(
    'check-list-incomplete',
  )
})

test('ACC-11: a log-in with a certification is not free', () => {
  expect(refuseJoin({ ...facts, signInFree: false, accountJoined: true })).toBe('sign-in-not-free')
})

test('ACC-4: a certification with a log-in needs a word about that one', () => {
  const joined = { ...facts, accountJoined: true }
  expect(refuseJoin(joined)).toBe('account-already-joined')
  expect(refuseJoin({ ...joined, otherLogIns: 'keep' })).toBeUndefined()
  expect(refuseJoin({ ...joined, otherLogIns: 'remove' })).toBeUndefined()
})

test('ROLE-12: nobody decides what they proposed', () => {
  const join = { state: 'proposed', proposedBy: 'dana' }
  expect(refuseDecision(join, 'dana')).toBe('second-person-needed')
  expect(refuseDecision(join, 'lee')).toBeUndefined()
})

test.each(['approved', 'declined'])('what was %s stays so', (state) => {
  expect(refuseDecision({ state, proposedBy: 'dana' }, 'lee')).toBe('join-decided')
  expect(refuseDecision({ state, proposedBy: 'dana' }, 'dana')).toBe('join-decided')
})
