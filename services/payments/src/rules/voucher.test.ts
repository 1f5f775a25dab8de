import { describe, expect, test } from 'vitest'
import {
  codeAlphabet,
  codeFrom,
  decideIssue,
  isOpen,
  isWrongCode,
  judgeVoucher,
  normalizeCode,
  printedCode,
  shownState,
  type Voucher,
  voucherNumber,
} from './voucher.ts'

const voucher: Voucher = {
  accountId: 'maria',
  feeCode: 'RENEWAL',
  state: 'issued',
  expiresOn: '2026-12-31',
  paymentId: null,
  programUntil: '2027-12-31',
}
const use = { accountId: 'maria', openCodes: ['RENEWAL'], on: '2026-12-31' }

describe('judgeVoucher', () => {
  test.each([
    ['WVR-4: a good one on its last day (CONV-5)', {}, {}, undefined],
    ['WVR-5: EXPIRED the day after', {}, { on: '2027-01-01' }, 'voucher-expired'],
    ['WVR-6: NOT_YOURS', {}, { accountId: 'ben' }, 'voucher-not-yours'],
    ['WVR-14: ALREADY_USED', { state: 'redeemed', paymentId: 'p' }, {}, 'voucher-already-used'],
    ['WVR-11: WRONG_FEE', { feeCode: 'EXAM' }, {}, 'voucher-wrong-fee'],
    [
      'WVR-11: WRONG_FEE where its own fee is not open',
      {},
      { openCodes: ['LATE_RENEWAL'] },
      'voucher-wrong-fee',
    ],
    ['WVR-2: PROGRAM_CLOSED', { programUntil: '2026-12-30' }, {}, 'voucher-program-closed'],
    ['WVR-2: good on the last day of its program', { programUntil: '2026-12-31' }, {}, undefined],
    [
      'WVR-13: held by another payment',
      { state: 'held', paymentId: 'p' },
      {},
      'voucher-already-used',
    ],
    [
      'WVR-13: held by another payment, asked by one',
      { state: 'held', paymentId: 'p' },
      { paymentId: 'q' },
      'voucher-already-used',
    ],
    [
      'WVR-13: held by the payment that asks',
      { state: 'held', paymentId: 'p' },
      { paymentId: 'p' },
      undefined,
    ],
  ])('%s', (_name, facts, how, expected) => {
    expect(judgeVoucher({ ...voucher, ...facts } as Voucher, { ...use, ...how })).toBe(expected)
  })
  test('WVR-15: UNKNOWN', () => expect(judgeVoucher(undefined, use)).toBe('voucher-unknown'))
  test('WVR-15: a stranger learns nothing but that it is a stranger’s', () => {
    const worst = {
      ...voucher,
      state: 'redeemed',
      feeCode: 'EXAM',
      expiresOn: '2020-01-01',
    } as const
    expect(judgeVoucher(worst, { ...use, accountId: 'ben' })).toBe('voucher-not-yours')
  })
  test('the most final reason comes first', () => {
    const ended = { ...voucher, expiresOn: '2026-01-01', programUntil: '2026-01-01' }
    expect(judgeVoucher({ ...ended, state: 'redeemed', feeCode: 'EXAM' }, use)).toBe(
      'voucher-already-used',
    )
    expect(judgeVoucher({ ...ended, feeCode: 'EXAM' }, use)).toBe('voucher-wrong-fee')
    expect(judgeVoucher(ended, use)).toBe('voucher-expired')
    expect(
      judgeVoucher({ ...ended, expiresOn: '2027-01-01', state: 'held', paymentId: 'p' }, use),
    ).toBe('voucher-program-closed')
  })
})

test('WVR-15: only codes that are not the person’s own are guesses', () => {
  expect(isWrongCode('voucher-unknown')).toBe(true)
  expect(isWrongCode('voucher-not-yours')).toBe(true)
  for (const own of [
    'voucher-expired',
    'voucher-already-used',
    'voucher-wrong-fee',
    'voucher-program-closed',
  ] as const)
    expect(isWrongCode(own)).toBe(false)
})

test('staff see the state of the day', () => {
  const on = '2026-12-31'
  expect(shownState(voucher, on)).toBe('issued')
  expect(shownState(voucher, '2027-01-01')).toBe('expired')
  expect(shownState({ ...voucher, programUntil: '2026-12-30' }, on)).toBe('program-closed')
  expect(shownState({ ...voucher, programUntil: '2026-12-31' }, on)).toBe('issued')
  expect(shownState({ ...voucher, programUntil: '2020-01-01' }, '2027-01-01')).toBe('expired')
  expect(shownState({ ...voucher, state: 'held' }, '2027-01-01')).toBe('held')
  expect(shownState({ ...voucher, state: 'redeemed' }, '2027-01-01')).toBe('redeemed')
})

describe('codes', () => {
  test('WVR-15: spaces, dashes and case never matter, nor letters that look like digits', () => {
    for (const typed of [
      '7qk2-m4t0-1wxy',
      ' 7QK2 M4TO LWXY ',
      '7Qk2–m4to—iwxy',
      '7qk2.m4to/Iwxy',
      '７QK2M4T01WXY',
    ])
      expect(normalizeCode(typed)).toBe('7QK2M4T01WXY')
    expect(normalizeCode('--')).toBe('')
  })
  test('WVR-4: ten bytes of chance are sixteen letters, none of which is confused with another', () => {
    expect(codeAlphabet).toHaveLength(32)
    expect(new Set(codeAlphabet).size).toBe(32)
    expect(codeFrom(new Uint8Array(10))).toBe('0000000000000000')
    expect(codeFrom(new Uint8Array(10).fill(255))).toBe('ZZZZZZZZZZZZZZZZ')
    expect(
      codeFrom(Uint8Array.of(0b00001_000, 0b10_00011_0, 0b0100_0010, 0b1_00110_00, 0b111_01000)),
    ).toBe('12345678')
    const code = codeFrom(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    expect(normalizeCode(printedCode(code))).toBe(code)
    for (const letter of codeAlphabet) expect(normalizeCode(letter)).toBe(letter)
  })
  test('printed in groups of four', () => {
    expect(printedCode('ABCDEFGHJK')).toBe('ABCD-EFGH-JK')
    expect(printedCode('')).toBe('')
  })
  test('WVR-6: numbers are RW-0001 and so on', () => {
    expect(voucherNumber(1)).toBe('RW-0001')
    expect(voucherNumber(7731)).toBe('RW-7731')
    expect(voucherNumber(12345)).toBe('RW-12345')
  })
})

describe('decideIssue', () => {
  const program = { feeCodes: ['RENEWAL'], opensOn: '2026-01-01', redeemUntil: '2027-06-30' }
  const issue = {
    program,
    feeCode: 'RENEWAL',
    on: '2026-11-10',
    latest: '2027-11-10',
    wished: undefined,
  }

  test('WVR-5: it ends with the program or after twelve months, whichever comes first', () => {
    expect(decideIssue(issue)).toEqual({ expiresOn: '2027-06-30' })
    expect(decideIssue({ ...issue, latest: '2027-05-01' })).toEqual({ expiresOn: '2027-05-01' })
  })
  test('WVR-5: sooner if wished, never later, never in the past', () => {
    expect(decideIssue({ ...issue, wished: '2026-12-31' })).toEqual({ expiresOn: '2026-12-31' })
    expect(decideIssue({ ...issue, wished: '2026-11-10' })).toEqual({ expiresOn: '2026-11-10' })
    expect(decideIssue({ ...issue, wished: '2027-06-30' })).toEqual({ expiresOn: '2027-06-30' })
    for (const wished of ['2026-11-09', '2027-07-01'])
      expect(decideIssue({ ...issue, wished })).toEqual({
        refused: 'voucher-dates-refused',
        latest: '2027-06-30',
      })
  })
  test('WVR-2: only from a program that is open and pays this fee', () => {
    const closed = { refused: 'voucher-program-closed' }
    expect(decideIssue({ ...issue, program: undefined })).toEqual(closed)
    expect(decideIssue({ ...issue, on: '2025-12-31' })).toEqual(closed)
    expect(decideIssue({ ...issue, on: '2027-07-01' })).toEqual(closed)
    expect(decideIssue({ ...issue, feeCode: 'LATE_RENEWAL' })).toEqual(closed)
  })
  test('WVR-2: a program is open on its first and on its last day', () => {
    expect(isOpen(program, '2026-01-01')).toBe(true)
    expect(isOpen(program, '2027-06-30')).toBe(true)
    expect(isOpen(program, '2025-12-31')).toBe(false)
    expect(isOpen(program, '2027-07-01')).toBe(false)
  })
})
