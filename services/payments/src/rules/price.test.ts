import { describe, expect, test } from 'vitest'
import { type Basis, linesOf, nextChange, openCodes, priceAt, totalOf } from './price.ts'

const at = (iso: string) => new Date(iso)
const [opens, midnight, change] = [
  at('2026-10-02T07:00:00Z'),
  at('2027-01-01T08:00:00Z'),
  at('2027-03-01T08:00:00Z'),
]
const prices = [
  { code: 'RENEWAL', cents: 8000, from: at('2024-09-01T07:00:00Z') },
  { code: 'LATE_RENEWAL', cents: 8000, from: at('2024-09-01T07:00:00Z') },
  { code: 'EXAM', cents: 15000, from: at('2026-12-01T08:00:00Z') },
]
const fees = [
  { feeCode: 'RENEWAL', dueFrom: opens, waived: false },
  { feeCode: 'LATE_RENEWAL', dueFrom: midnight, waived: false },
]
const onTime: Basis = { fees, prices, at: at('2026-11-10T20:00:00Z') }
const late: Basis = { ...onTime, at: midnight }
const voucher = { feeCode: 'RENEWAL', number: 'RW-0001' }
const before = (instant: Date) => new Date(instant.getTime() - 1)

describe('linesOf', () => {
  test('FEE-4: on time only the renewal fee is due', () => {
    expect(linesOf(onTime)).toEqual([{ feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'card' }])
  })
  test('FEE-5: from the very instant of its due date the late fee is added', () => {
    expect(linesOf({ ...onTime, at: before(midnight) })).toHaveLength(1)
    expect(linesOf(late).map((line) => line.feeCode)).toEqual(['RENEWAL', 'LATE_RENEWAL'])
    expect(totalOf(linesOf(late))).toBe(16000)
  })
  test('nothing is due before its time', () => {
    expect(linesOf({ ...onTime, at: before(opens) })).toEqual([])
    expect(totalOf([])).toBe(0)
  })
  test('WVR-11 WVR-13: a voucher settles the one line of its fee, and the line keeps its amount', () => {
    const lines = linesOf({ ...late, voucher })
    expect(lines).toEqual([
      { feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'voucher', voucherNumber: 'RW-0001' },
      { feeCode: 'LATE_RENEWAL', amountCents: 8000, settledBy: 'card' },
    ])
    expect(totalOf(lines)).toBe(8000)
  })
  test('WVR-13: one voucher for one fee line, even where the same fee stands twice', () => {
    const twice = [fees[0], fees[0]].flatMap((fee) => fee ?? [])
    expect(linesOf({ ...onTime, fees: twice, voucher }).map((line) => line.settledBy)).toEqual([
      'voucher',
      'card',
    ])
  })
  test('a voucher of another fee settles nothing', () => {
    const other = { feeCode: 'EXAM', number: 'RW-0002' }
    expect(linesOf({ ...onTime, voucher: other })).toEqual(linesOf(onTime))
  })
  test('REN-24: a waived fee costs nothing and is settled by the waiver, with or without voucher', () => {
    const waived = fees.map((fee) => ({ ...fee, waived: fee.feeCode === 'RENEWAL' }))
    for (const covering of [undefined, voucher])
      expect(linesOf({ ...late, fees: waived, voucher: covering })).toEqual([
        { feeCode: 'RENEWAL', amountCents: 0, settledBy: 'waiver' },
        { feeCode: 'LATE_RENEWAL', amountCents: 8000, settledBy: 'card' },
      ])
  })
})

describe('priceAt', () => {
  const changed = [{ code: 'RENEWAL', cents: 9000, from: change }, ...prices]
  test('CONV-7 FEE-13: the row in force at the instant, whatever the order of the rows', () => {
    for (const rows of [changed, changed.toReversed()]) {
      expect(priceAt(rows, 'RENEWAL', before(change)).cents).toBe(8000)
      expect(priceAt(rows, 'RENEWAL', change).cents).toBe(9000)
    }
  })
  test('a fee without a row is a mistake in the schedule, said loudly', () => {
    expect(() => priceAt(prices, 'EXAM', opens)).toThrow('the schedule has no EXAM at 2026-10-02')
    expect(() => priceAt(prices, 'APPLICATION', change)).toThrow('no APPLICATION')
  })
})

test('openCodes: what a voucher may be used for now: due and not waived', () => {
  expect(openCodes(fees, onTime.at)).toEqual(['RENEWAL'])
  expect(openCodes(fees, midnight)).toEqual(['RENEWAL', 'LATE_RENEWAL'])
  expect(openCodes(fees, before(opens))).toEqual([])
  const waived = fees.map((fee) => ({ ...fee, waived: true }))
  expect(openCodes(waived, midnight)).toEqual([])
})

describe('nextChange', () => {
  test('the late fee is the next thing that changes the total', () => {
    expect(nextChange(onTime)).toEqual(midnight)
    expect(nextChange(late)).toBeUndefined()
  })
  test('a change of the schedule counts, the nearest first', () => {
    const rows = [...prices, { code: 'RENEWAL', cents: 9000, from: change }]
    expect(nextChange({ ...onTime, prices: rows })).toEqual(midnight)
    expect(nextChange({ ...late, prices: rows })).toEqual(change)
  })
  test('the nearest counts, whatever the order of fees and rows', () => {
    const soon = at('2026-12-01T08:00:00Z')
    const rows = [...prices, { code: 'RENEWAL', cents: 9000, from: soon }]
    for (const order of [fees, fees.toReversed()])
      expect(nextChange({ ...onTime, fees: order, prices: rows })).toEqual(soon)
    expect(nextChange({ ...onTime, fees: fees.toReversed() })).toEqual(midnight)
  })
  test('what leaves the total as it is changes nothing: another fee, a waived one, one a voucher pays', () => {
    const waived = fees.map((fee) => ({ ...fee, waived: fee.feeCode === 'LATE_RENEWAL' }))
    expect(nextChange({ ...onTime, fees: waived })).toBeUndefined()
    const rows = [...prices, { code: 'RENEWAL', cents: 9000, from: change }]
    expect(nextChange({ ...late, prices: rows, voucher })).toBeUndefined()
    const exam = [...prices, { code: 'EXAM', cents: 1, from: change }]
    expect(nextChange({ ...late, prices: exam })).toBeUndefined()
  })
})
