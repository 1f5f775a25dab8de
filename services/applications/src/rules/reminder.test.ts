import { describe, expect, test } from 'vitest'
import { addDays } from './calendar.ts'
import {
  dueOn,
  dueReminder,
  expired,
  kindNamed,
  kindsOf,
  latestKind,
  nameOf,
  passedKinds,
  reach,
  stillStands,
} from './reminder.ts'

const numbers = { reminderDays: [90, 60, 30, 7, 0], expiredNoticeDays: 7 }
const expiresOn = '2026-12-31'

describe('when reminders are due', () => {
  test('REN-16, REN-18, WX-1: the days of Marisol Vega', () => {
    const days = kindsOf(numbers).map((kind) => [nameOf(kind), dueOn(expiresOn, kind)])
    expect(days).toEqual([
      ['90', '2026-10-02'],
      ['60', '2026-11-01'],
      ['30', '2026-12-01'],
      ['7', '2026-12-24'],
      ['0', '2026-12-31'],
      ['expired', '2027-01-01'],
    ])
  })

  test('the order of the list does not matter', () => {
    expect(kindsOf({ ...numbers, reminderDays: [0, 7, 30, 60, 90] })).toEqual(kindsOf(numbers))
  })

  test('names and kinds', () => {
    expect(kindNamed('expired')).toBe(expired)
    expect(kindNamed('60')).toBe(60)
    expect(nameOf(0)).toBe('0')
  })

  test.each([
    ['2026-10-01', null],
    ['2026-10-02', 90],
    ['2026-10-31', 90],
    ['2026-11-01', 60],
    ['2026-11-30', 60],
    ['2026-12-01', 30],
    ['2026-12-23', 30],
    ['2026-12-24', 7],
    ['2026-12-30', 7],
    ['2026-12-31', 0],
    ['2027-01-01', expired],
    ['2027-01-08', expired],
    ['2027-01-09', null],
  ])('the latest kind whose day has come on %s', (day, kind) => {
    expect(latestKind(expiresOn, day, numbers)).toBe(kind)
  })

  test('nothing is due outside the reach of a day, and something on both its ends', () => {
    const { from, to } = reach('2026-10-02', numbers)
    expect({ from, to }).toEqual({ from: '2026-09-24', to: '2026-12-31' })
    expect(latestKind(from, '2026-10-02', numbers)).toBe(expired)
    expect(latestKind(to, '2026-10-02', numbers)).toBe(90)
    expect(latestKind(addDays(from, -1), '2026-10-02', numbers)).toBeNull()
    expect(latestKind(addDays(to, 1), '2026-10-02', numbers)).toBeNull()
  })
})

describe('what a run says', () => {
  const due = (recorded: number[], day: string) =>
    dueReminder({ expiresOn, recorded }, day, numbers)

  test('NOT-2, WX-15: a kind on record is not said again', () => {
    expect(due([90], '2026-10-02')).toBeNull()
    expect(due([], '2026-10-01')).toBeNull()
  })

  test('in the normal series nothing is skipped', () => {
    expect(due([], '2026-10-02')).toEqual({ kind: 90, superseded: [], standsFor90: false })
    expect(due([90], '2026-11-01')).toEqual({ kind: 60, superseded: [], standsFor90: false })
  })

  test('WX-11: after a suspension the 60-day text, which stands for the first notice', () => {
    expect(due([], '2026-11-10')).toEqual({ kind: 60, superseded: [90], standsFor90: true })
  })

  test('AMB-24, NOT-3: after an outage the latest only', () => {
    expect(due([90], '2026-12-26')).toEqual({ kind: 7, superseded: [60, 30], standsFor90: false })
    expect(due([90, 60], '2027-01-03')).toEqual({
      kind: expired,
      superseded: [30, 7, 0],
      standsFor90: false,
    })
  })
})

describe('an import', () => {
  test('kinds whose day has passed are on record; the one of today is not', () => {
    expect(passedKinds(expiresOn, '2026-10-02', numbers)).toEqual([])
    expect(passedKinds(expiresOn, '2026-10-03', numbers)).toEqual([90])
    expect(passedKinds(expiresOn, '2026-12-31', numbers)).toEqual([90, 60, 30, 7])
    expect(passedKinds(expiresOn, '2027-01-02', numbers)).toEqual(kindsOf(numbers))
  })
})

describe('NOT-6: whether it may still be sent', () => {
  const holder = { active: true, expiresOn, waiting: false }
  const first = { kind: 90, sameTerm: true, laterKind: false }
  const stands = (reminder: object, change: object, day: string) =>
    stillStands({ ...first, ...reminder }, { ...holder, ...change }, day, numbers)

  test('until the certification expires', () => {
    expect(stands({}, {}, '2026-10-02')).toBe(true)
    expect(stands({}, {}, '2026-12-31')).toBe(true)
    expect(stands({}, {}, '2027-01-01')).toBe(false)
  })

  test('WX-10: not to the renewed, the suspended, those under review; not an outdated one', () => {
    expect(stands({ sameTerm: false }, {}, '2026-10-02')).toBe(false)
    expect(stands({}, { active: false }, '2026-10-02')).toBe(false)
    expect(stands({}, { waiting: true }, '2026-10-02')).toBe(false)
    expect(stands({ kind: 60, laterKind: true }, {}, '2026-12-02')).toBe(false)
    expect(stands({ kind: 60 }, {}, '2026-12-02')).toBe(true)
    expect(stands({ laterKind: true }, {}, '2026-12-02')).toBe(true)
  })

  test('REN-18: the expired notice up to seven days after its day', () => {
    expect(stands({ kind: expired }, {}, '2026-12-31')).toBe(false)
    expect(stands({ kind: expired }, {}, '2027-01-01')).toBe(true)
    expect(stands({ kind: expired }, {}, '2027-01-08')).toBe(true)
    expect(stands({ kind: expired }, {}, '2027-01-09')).toBe(false)
  })
})
