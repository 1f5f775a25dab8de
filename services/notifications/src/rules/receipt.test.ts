import { describe, expect, test } from 'vitest'
import { receiptFacts, type ReceiptLine } from './receipt.ts'

const renewal = (change: Partial<ReceiptLine> = {}): ReceiptLine => ({
  feeCode: 'RENEWAL',
  amountCents: 8000,
  settledBy: 'card',
  ...change,
})
const late = (change: Partial<ReceiptLine> = {}): ReceiptLine => ({
  ...renewal(change),
  feeCode: 'LATE_RENEWAL',
})
const voucher = (voucherNumber: string) => ({ settledBy: 'voucher', voucherNumber }) as const

describe('PAY-9: a receipt says who settled what', () => {
  test('a card paid all of it', () => {
    const paid = { totalCents: 8000, cardLast4: '4242', lines: [renewal()] }
    expect(receiptFacts(paid)).toEqual({
      totalCents: 8000,
      card: true,
      cardLast4: '4242',
      late: false,
      nothingCharged: false,
      partCovered: false,
      voucher: true,
      vouchersMany: false,
      vouchers: '',
      coveredCents: 0,
      waived: false,
      waivedCents: 0,
    })
  })

  test('a voucher covered all of it, and nothing was charged', () => {
    const paid = { totalCents: 0, lines: [renewal(voucher('RW-7731'))] }
    const facts = receiptFacts(paid)
    expect(facts).toMatchObject({
      card: false,
      nothingCharged: true,
      partCovered: false,
      voucher: true,
      vouchersMany: false,
      vouchers: 'RW-7731',
      coveredCents: 8000,
    })
    expect(facts).not.toHaveProperty('cardLast4')
  })

  test('two vouchers covered the fee and the late fee', () => {
    const lines = [renewal(voucher('RW-7731')), late(voucher('RW-7732'))]
    expect(receiptFacts({ totalCents: 0, lines })).toMatchObject({
      late: true,
      nothingCharged: true,
      voucher: false,
      vouchersMany: true,
      vouchers: 'RW-7731, RW-7732',
      coveredCents: 16_000,
    })
  })

  test('a voucher covered a part and a card the rest', () => {
    const lines = [renewal(voucher('RW-7731')), late()]
    expect(receiptFacts({ totalCents: 8000, cardLast4: '4242', lines })).toMatchObject({
      card: true,
      late: true,
      nothingCharged: false,
      partCovered: true,
      vouchers: 'RW-7731',
      coveredCents: 8000,
    })
  })

  test('REN-24: a late fee that was waived is not called paid', () => {
    const lines = [renewal(), late({ settledBy: 'waiver' })]
    expect(receiptFacts({ totalCents: 8000, cardLast4: '4242', lines })).toMatchObject({
      late: false,
      waived: true,
      waivedCents: 8000,
      coveredCents: 0,
      nothingCharged: false,
      partCovered: false,
    })
  })

  test('no card is named where none was charged, or none is known', () => {
    const nothing = receiptFacts({ totalCents: 0, cardLast4: '4242', lines: [] })
    expect(nothing.card).toBe(false)
    expect(receiptFacts({ totalCents: 1, cardLast4: '4242', lines: [] }).card).toBe(true)
    expect(receiptFacts({ totalCents: 8000, lines: [renewal()] }).card).toBe(false)
  })

  test('nothing covered and nothing charged is not called covered', () => {
    expect(receiptFacts({ totalCents: 0, lines: [] })).toMatchObject({
      nothingCharged: false,
      partCovered: false,
    })
  })

  test('a voucher line without a number is covered all the same', () => {
    const lines = [renewal({ settledBy: 'voucher' })]
    expect(receiptFacts({ totalCents: 0, lines })).toMatchObject({
      nothingCharged: true,
      vouchers: '',
      voucher: true,
    })
  })
})
