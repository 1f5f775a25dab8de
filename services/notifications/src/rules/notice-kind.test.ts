import { describe, expect, test } from 'vitest'
import {
  type Kind,
  kindOfReminder,
  mayBeCopied,
  reminderOfKind,
  traits,
  wordingOf,
} from './notice-kind.ts'

const kinds = Object.keys(traits) as Kind[]
const those = (has: (kind: Kind) => boolean) => kinds.filter(has)

describe('the sixteen mails', () => {
  test('are sixteen', () => {
    expect(kinds).toEqual(Array.from({ length: 16 }, (_, index) => `M-${index + 1}`))
  })

  test('REN-16 REN-18: only the reminders at 60, 30, 7 and 0 days can be switched off', () => {
    expect(those((kind) => traits[kind].optional === true)).toEqual(['M-2', 'M-3', 'M-4', 'M-5'])
  })

  test('NOT-3: the five before the expiration date are one series, in this order', () => {
    expect(kinds.map((kind) => traits[kind].step)).toEqual([
      1,
      2,
      3,
      4,
      5,
      ...Array.from({ length: 11 }, () => undefined),
    ])
  })

  test('three of them count the days in their subject', () => {
    expect(those((kind) => traits[kind].counts === true)).toEqual(['M-2', 'M-3', 'M-4'])
  })

  test('the fan-out has a lane of its own, so that a receipt never waits behind it', () => {
    expect(those((kind) => traits[kind].lane === 'reminders')).toEqual([
      'M-1',
      'M-2',
      'M-3',
      'M-4',
      'M-5',
      'M-12',
    ])
  })

  test('three say what no event may carry', () => {
    expect(those((kind) => traits[kind].secret !== undefined)).toEqual(['M-13', 'M-14', 'M-16'])
    expect(traits['M-13'].secret).toBe('code')
    expect(traits['M-14'].secret).toBe('voucher')
    expect(traits['M-16'].secret).toBe('former-address')
  })

  test('none of those three may be copied, and all others may', () => {
    expect(those((kind) => !mayBeCopied(kind))).toEqual(['M-13', 'M-14', 'M-16'])
  })

  test('each reason to get one stands with the right mails', () => {
    const because = (reason: string) => those((kind) => traits[kind].because === reason)
    expect(because('notice')).toEqual(['M-1'])
    expect(because('reminder')).toEqual(['M-2', 'M-3', 'M-4', 'M-5'])
    expect(because('code')).toEqual(['M-13'])
    expect(because('former')).toEqual(['M-16'])
    expect(because('certification')).toHaveLength(9)
  })
})

test('REN-16 REN-18: applications calls the days by their number, and both sides mean the same mail', () => {
  expect(kindOfReminder).toEqual({
    '90': 'M-1',
    '60': 'M-2',
    '30': 'M-3',
    '7': 'M-4',
    '0': 'M-5',
    expired: 'M-12',
  })
  for (const [reminder, kind] of Object.entries(kindOfReminder))
    expect(reminderOfKind[kind]).toBe(reminder)
  expect(Object.keys(reminderOfKind)).toHaveLength(6)
})

test('REN-20: a decision about a late renewal has two wordings', () => {
  expect(wordingOf('M-9', { approved: true })).toBe('M-9-approved')
  expect(wordingOf('M-9', { approved: false })).toBe('M-9-refused')
  expect(wordingOf('M-9', {})).toBe('M-9-refused')
  expect(wordingOf('M-8', { approved: true })).toBe('M-8')
})
