import { expect, test } from 'vitest'
import { judgeDecision, mayRefund } from './refund.ts'

const payment = {
  state: 'CAPTURED',
  totalCents: 8000,
  returnedCents: 3000,
  openProposals: 0,
} as const

test('PAY-7: what a card paid and what is left of it', () => {
  expect(mayRefund(payment, 5000)).toBe(true)
  expect(mayRefund(payment, 5001)).toBe(false)
  expect(mayRefund(payment, 1)).toBe(true)
  expect(mayRefund(payment, 0)).toBe(false)
  expect(mayRefund(payment, -1)).toBe(false)
})

test('PAY-7: one proposal at a time', () => {
  expect(mayRefund({ ...payment, openProposals: 1 }, 100)).toBe(false)
})

test.each([
  'CREATED',
  'PENDING',
  'FAILED',
  'CANCELLED',
  'COVERED_BY_VOUCHER',
  'REVERSED',
  'ERROR_REFUNDED',
] as const)('FEE-14: %s has nothing to give back', (state) =>
  expect(mayRefund({ ...payment, state }, 100)).toBe(false),
)

test('PAY-7: a second person decides, once', () => {
  const proposal = { state: 'proposed', proposedBy: 'fin-1' }
  expect(judgeDecision(proposal, 'fin-2')).toBeUndefined()
  expect(judgeDecision(proposal, 'fin-1')).toBe('second-person-needed')
  for (const state of ['approved', 'refunded', 'declined'])
    expect(judgeDecision({ ...proposal, state }, 'fin-2')).toBe('refund-decided')
})
