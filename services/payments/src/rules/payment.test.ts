import { expect, test } from 'vitest'
import {
  decideStep,
  isLive,
  isPaid,
  type Outcome,
  type PaymentState,
  shownState,
} from './payment.ts'

const outcomes: Outcome[] = [
  'succeeded',
  'refused',
  'canceled',
  'bank-asks',
  'processing',
  'unknown',
]

test.each(['CREATED', 'PENDING'] as const)(
  'PAY-5: from %s every answer leads somewhere, silence never to failure',
  (state) => {
    expect(outcomes.map((outcome) => decideStep(state, outcome))).toEqual([
      'capture',
      'fail',
      'cancel',
      'await-bank',
      'await-answer',
      'await-answer',
    ])
  },
)

test.each(['FAILED', 'CANCELLED'] as const)(
  'PAY-5: %s is an end; only money that moved after all is heard',
  (state) => {
    expect(outcomes.map((outcome) => decideStep(state, outcome))).toEqual([
      'capture-late',
      ...Array<string>(5).fill('none'),
    ])
  },
)

test.each(['CAPTURED', 'COVERED_BY_VOUCHER', 'REVERSED', 'ERROR_REFUNDED'] as const)(
  'PAY-5: %s hears the same answer again and does nothing',
  (state) => {
    for (const outcome of outcomes) expect(decideStep(state, outcome)).toBe('none')
  },
)

test('PAY-6: only CAPTURED and COVERED_BY_VOUCHER let the next step happen', () => {
  const states: PaymentState[] = [
    'CREATED',
    'PENDING',
    'CAPTURED',
    'COVERED_BY_VOUCHER',
    'FAILED',
    'CANCELLED',
    'REVERSED',
    'ERROR_REFUNDED',
  ]
  expect(states.filter(isPaid)).toEqual(['CAPTURED', 'COVERED_BY_VOUCHER'])
  expect(states.filter(isLive)).toEqual(['CREATED', 'PENDING'])
})

test('PAY-5: as the person sees it', () => {
  const since = new Date()
  const shown = (
    state: PaymentState,
    needsBankSince: Date | null = null,
    checkingSince: Date | null = null,
  ) => shownState({ state, needsBankSince, checkingSince })
  expect(shown('CREATED')).toBe('checking')
  expect(shown('PENDING')).toBe('checking')
  expect(shown('PENDING', since)).toBe('needs-bank')
  expect(shown('PENDING', since, since)).toBe('checking')
  expect(shown('PENDING', null, since)).toBe('checking')
  expect(shown('FAILED', since)).toBe('failed')
  expect(shown('CANCELLED', since)).toBe('cancelled')
  for (const state of ['CAPTURED', 'COVERED_BY_VOUCHER', 'REVERSED', 'ERROR_REFUNDED'] as const)
    expect(shown(state, since, since)).toBe('completed')
})
