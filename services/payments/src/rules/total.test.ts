import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Basis } from './price.ts'
import { compareTotal } from './total.ts'

const at = (iso: string) => new Date(iso)
const [opens, midnight, change] = [
  at('2026-10-02T07:00:00Z'),
  at('2027-01-01T08:00:00Z'),
  at('2027-03-01T08:00:00Z'),
]
const base = at('2024-09-01T07:00:00Z')
const prices = [
  { code: 'RENEWAL', cents: 8000, from: base },
  { code: 'LATE_RENEWAL', cents: 7000, from: base },
]
const fees = [
  { feeCode: 'RENEWAL', dueFrom: opens, waived: false },
  { feeCode: 'LATE_RENEWAL', dueFrom: midnight, waived: false },
]
const onTime: Basis = { fees, prices, at: at('2026-11-10T20:00:00Z') }
const late: Basis = { ...onTime, at: at('2027-02-10T20:00:00Z') }
const voucher = { feeCode: 'RENEWAL', number: 'RW-0001' }
const raised = [...prices, { code: 'RENEWAL', cents: 9000, from: change }]
const verdict = (shown: number, basis: Basis) => {
  const compared = compareTotal(shown, basis)
  return compared.agreed
    ? 'agreed'
    : { why: compared.why, ...(compared.since && { since: compared.since }) }
}

describe('compareTotal', () => {
  test('PAY-6: the total shown is the total charged', () => {
    expect(compareTotal(8000, onTime)).toEqual({
      agreed: true,
      totalCents: 8000,
      lines: [{ feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'card' }],
    })
    expect(verdict(15000, late)).toBe('agreed')
  })
  test('WX-5: midnight passed, and since when', () => {
    expect(verdict(8000, late)).toEqual({ why: 'date', since: midnight })
    expect(verdict(8000, { ...onTime, at: midnight })).toEqual({ why: 'date', since: midnight })
    expect(compareTotal(8000, late)).toMatchObject({ agreed: false, totalCents: 15000 })
  })
  test('WX-5: midnight passed with a voucher that paid all before it', () => {
    expect(verdict(0, { ...late, voucher })).toEqual({ why: 'date', since: midnight })
  })
  test('midnight explains also where the fee changed at the same time', () => {
    const both = [...prices, { code: 'RENEWAL', cents: 9000, from: midnight }]
    expect(verdict(8000, { ...late, prices: both })).toEqual({ why: 'date', since: midnight })
  })
  test('a page ahead of our clock: lower than shown is refused, too', () => {
    expect(verdict(15000, onTime)).toEqual({ why: 'date' })
    expect(verdict(7000, { ...onTime, voucher })).toEqual({ why: 'date' })
  })
  test('CONV-7: the fee changed, and since when', () => {
    const basis = { ...late, prices: raised, at: change }
    expect(verdict(15000, basis)).toEqual({ why: 'fee', since: change })
    expect(compareTotal(15000, basis)).toMatchObject({ totalCents: 16000 })
  })
  test('CONV-7: a fee that did not exist before its row explains nothing, and breaks nothing', () => {
    const rows = [
      { code: 'RENEWAL', cents: 8000, from: base },
      { code: 'LATE_RENEWAL', cents: 7000, from: midnight },
    ]
    expect(verdict(12345, { ...late, prices: rows })).toEqual({ why: 'fee' })
  })
  test('CONV-7: of two changes the later one that explains the total is named', () => {
    const twice = [...raised, { code: 'RENEWAL', cents: 9500, from: at('2027-04-01T07:00:00Z') }]
    const basis = { ...late, prices: twice, at: at('2027-04-02T07:00:00Z') }
    expect(verdict(16000, basis)).toEqual({ why: 'fee', since: at('2027-04-01T07:00:00Z') })
    const both = [
      ...raised,
      { code: 'LATE_RENEWAL', cents: 7500, from: at('2027-04-01T07:00:00Z') },
    ]
    for (const order of [fees, fees.toReversed()])
      expect(verdict(15000, { ...basis, fees: order, prices: both })).toEqual({
        why: 'fee',
        since: change,
      })
  })
  test('CONV-7: a fee that became lower is refused, too', () => {
    const lowered = [...prices, { code: 'RENEWAL', cents: 5000, from: at('2026-11-01T07:00:00Z') }]
    expect(verdict(8000, { ...onTime, prices: lowered })).toEqual({
      why: 'fee',
      since: at('2026-11-01T07:00:00Z'),
    })
  })
  test('WVR-13: a voucher that came or went explains the difference', () => {
    expect(verdict(15000, { ...late, voucher })).toEqual({ why: 'voucher' })
    expect(verdict(0, onTime)).toEqual({ why: 'voucher' })
    expect(verdict(7000, late)).toEqual({ why: 'voucher' })
  })
  test('a code typed without Apply that covers everything is done: nothing is charged', () => {
    expect(verdict(8000, { ...onTime, voucher })).toBe('agreed')
    expect(verdict(0, { ...onTime, voucher })).toBe('agreed')
    expect(verdict(8001, { ...onTime, voucher })).toEqual({ why: 'fee' })
  })
  test('what nothing explains is called the fee', () => {
    expect(verdict(12345, onTime)).toEqual({ why: 'fee' })
    expect(verdict(12345, { ...late, voucher })).toEqual({ why: 'fee' })
  })
  test('a waived fee explains nothing by itself', () => {
    const waived = fees.map((fee) => ({ ...fee, waived: fee.feeCode === 'LATE_RENEWAL' }))
    expect(verdict(8000, { ...late, fees: waived })).toBe('agreed')
    expect(verdict(15000, { ...late, fees: waived })).toEqual({ why: 'fee' })
  })
  test('PAY-6: whatever was shown, nobody pays another amount than that, save nothing', () => {
    const instant = fc.date({ min: opens, max: at('2028-01-01T00:00:00Z'), noInvalidDate: true })
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30000 }),
        instant,
        fc.boolean(),
        (shown, when, held) => {
          const basis = { fees, prices: raised, at: when, ...(held && { voucher }) }
          const compared = compareTotal(shown, basis)
          if (compared.agreed) expect([shown, 0]).toContain(compared.totalCents)
          else expect(compared.totalCents).not.toBe(shown)
        },
      ),
      { seed: 20261110 },
    )
  })
})
