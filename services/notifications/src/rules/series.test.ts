import { describe, expect, test } from 'vitest'
import { type InSeries, placeInSeries } from './series.ts'

let ids = 0
const reminder = (kind: InSeries['kind'], change: Partial<InSeries> = {}): InSeries => {
  ids += 1
  return {
    id: `notice-${ids}`,
    kind,
    subjectId: 'certification',
    occurrence: '1',
    state: 'queued',
    sentToday: false,
    isCopy: false,
    standsFor90: false,
    ...change,
  }
}
/** Where the first stands among all of them. */
const placeOf = (one: InSeries, ...others: InSeries[]) => placeInSeries(one, [one, ...others])
const sent = { state: 'sent', sentToday: true }

describe('NOT-3: of two reminders on one day only the later goes', () => {
  test('one that stands alone is not overtaken', () => {
    expect(placeOf(reminder('M-3')).overtaken).toBe(false)
    expect(placeInSeries(reminder('M-3'), []).overtaken).toBe(false)
  })

  test('a later one that waits overtakes it', () => {
    expect(placeOf(reminder('M-3'), reminder('M-4')).overtaken).toBe(true)
  })

  test('an earlier one that waits does not, nor one of the same place', () => {
    expect(placeOf(reminder('M-3'), reminder('M-2')).overtaken).toBe(false)
    expect(placeOf(reminder('M-3'), reminder('M-3')).overtaken).toBe(false)
  })

  test('any that went out today overtakes it, earlier or later', () => {
    expect(placeOf(reminder('M-3'), reminder('M-2', sent)).overtaken).toBe(true)
    expect(placeOf(reminder('M-3'), reminder('M-4', sent)).overtaken).toBe(true)
  })

  test('a later one that will never be sent does not', () => {
    expect(placeOf(reminder('M-3'), reminder('M-4', { state: 'withdrawn' })).overtaken).toBe(false)
    expect(placeOf(reminder('M-3'), reminder('M-4', { state: 'superseded' })).overtaken).toBe(false)
  })

  test('it is never overtaken by itself', () => {
    expect(placeOf(reminder('M-3', { sentToday: true })).overtaken).toBe(false)
  })

  test('another certification and another term are other series', () => {
    const other = reminder('M-4', { subjectId: 'another' })
    expect(placeOf(reminder('M-3'), other).overtaken).toBe(false)
    expect(placeOf(reminder('M-3'), reminder('M-4', { occurrence: '2' })).overtaken).toBe(false)
  })

  test('a mail outside the series neither overtakes nor is overtaken', () => {
    expect(placeOf(reminder('M-3'), reminder('M-12', sent)).overtaken).toBe(false)
    expect(placeOf(reminder('M-12'), reminder('M-4')).overtaken).toBe(false)
    expect(placeOf(reminder('M-12'), reminder('M-5', sent)).overtaken).toBe(false)
  })

  test('a copy is no reminder: it overtakes nothing and nothing overtakes it', () => {
    expect(placeOf(reminder('M-3'), reminder('M-4', { isCopy: true })).overtaken).toBe(false)
    expect(placeOf(reminder('M-3', { isCopy: true }), reminder('M-4')).overtaken).toBe(false)
  })

  test('the order in which they are found changes nothing', () => {
    const [early, middle, late] = [reminder('M-2'), reminder('M-3'), reminder('M-4')]
    expect(placeInSeries(early, [late, middle, early]).overtaken).toBe(true)
    expect(placeInSeries(middle, [late, early, middle]).overtaken).toBe(true)
    expect(placeInSeries(late, [middle, late, early]).overtaken).toBe(false)
  })
})

describe('REN-16: what stands for a 90-day notice that never went out cannot be switched off', () => {
  test('a reminder says it itself', () => {
    expect(placeOf(reminder('M-2', { standsFor90: true })).standsFor90).toBe(true)
    expect(placeOf(reminder('M-2')).standsFor90).toBe(false)
  })

  test('the 90-day notice waits beside it, or gave way to a later one', () => {
    expect(placeOf(reminder('M-2'), reminder('M-1')).standsFor90).toBe(true)
    const superseded = reminder('M-1', { state: 'superseded' })
    expect(placeOf(reminder('M-2'), superseded).standsFor90).toBe(true)
  })

  test('one that stood for it gave way in its turn', () => {
    const stood = reminder('M-2', { state: 'superseded', standsFor90: true })
    expect(placeOf(reminder('M-3'), stood).standsFor90).toBe(true)
    const plain = reminder('M-2', { state: 'superseded' })
    expect(placeOf(reminder('M-3'), plain).standsFor90).toBe(false)
  })

  test('a 90-day notice that went out, or was taken back for good, leaves nothing to stand for', () => {
    expect(placeOf(reminder('M-2'), reminder('M-1', sent)).standsFor90).toBe(false)
    const withdrawn = reminder('M-1', { state: 'withdrawn' })
    expect(placeOf(reminder('M-2'), withdrawn).standsFor90).toBe(false)
  })

  test('once one went out in its place, those after it stand for nothing', () => {
    const gaveWay = reminder('M-1', { state: 'superseded' })
    const wentOut = reminder('M-2', { state: 'sent' })
    expect(placeOf(reminder('M-3'), gaveWay, wentOut).standsFor90).toBe(false)
    const ofAnotherTerm = reminder('M-2', { state: 'sent', occurrence: '2' })
    expect(placeOf(reminder('M-3'), gaveWay, ofAnotherTerm).standsFor90).toBe(true)
    const copy = reminder('M-2', { state: 'sent', isCopy: true })
    expect(placeOf(reminder('M-3'), gaveWay, copy).standsFor90).toBe(true)
    expect(placeOf(reminder('M-3', { standsFor90: true }), wentOut).standsFor90).toBe(true)
  })

  test('that of another term or another certification does not count, nor a copy of it', () => {
    const [term, certification] = [{ occurrence: '2' }, { subjectId: 'another' }]
    expect(placeOf(reminder('M-2'), reminder('M-1', term)).standsFor90).toBe(false)
    expect(placeOf(reminder('M-2'), reminder('M-1', certification)).standsFor90).toBe(false)
    expect(placeOf(reminder('M-2'), reminder('M-1', { isCopy: true })).standsFor90).toBe(false)
  })

  test('a copy and a mail outside the series keep only what they say themselves', () => {
    const copy = reminder('M-2', { isCopy: true })
    expect(placeOf(copy, reminder('M-1')).standsFor90).toBe(false)
    expect(placeOf(reminder('M-12'), reminder('M-1')).standsFor90).toBe(false)
    const other = reminder('M-12', { standsFor90: true })
    expect(placeOf(reminder('M-3'), other).standsFor90).toBe(false)
  })
})
