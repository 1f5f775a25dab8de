import { describe, expect, test } from 'vitest'
import { decideDelivery, type Known } from './delivery.ts'
import { type Kind, traits } from './notice-kind.ts'

const kinds = Object.keys(traits) as Kind[]
const good = { mailState: 'ok' } as const
const bad = { mailState: 'bounced' } as const

/** A notice of this kind for somebody who expires on Dec 31, 2026, looked at on Dec 1. */
const known = (kind: Kind, change: Partial<Known> = {}): Known => ({
  kind,
  isCopy: false,
  today: '2026-12-01',
  expiresOn: '2026-12-31',
  contact: good,
  wanted: true,
  ...(traits[kind].secret && { secret: {} }),
  ...change,
})
const decide = (kind: Kind, change: Partial<Known> = {}) => decideDelivery(known(kind, change))

const goes = { send: true }
const not = (state: string, why: string) => ({ send: false, state, why })

describe('NOT-6: everything is looked at again in the moment before it is sent', () => {
  test.each(kinds)('%s goes when nothing speaks against it', (kind) => {
    expect(decide(kind)).toEqual(goes)
  })

  test.each(kinds)('%s to somebody who was erased is taken back', (kind) => {
    expect(decide(kind, { contact: undefined })).toEqual(not('withdrawn', 'erased'))
    const copy = { contact: undefined, isCopy: true }
    expect(decide(kind, copy)).toEqual(not('withdrawn', 'erased'))
  })

  test('REN-18: a reminder that applications no longer stands behind is taken back', () => {
    for (const kind of ['M-1', 'M-2', 'M-5', 'M-12'] as const)
      expect(decide(kind, { stands: false })).toEqual(not('withdrawn', 'does-not-stand'))
    expect(decide('M-3', { stands: true })).toEqual(goes)
  })

  test('a day that has passed makes a reminder untrue', () => {
    const dayBefore = { today: '2026-12-30' }
    const lastDay = { today: '2026-12-31' }
    const dayAfter = { today: '2027-01-01' }
    expect(decide('M-4', dayBefore)).toEqual(goes)
    expect(decide('M-4', lastDay)).toEqual(not('superseded', 'later-reminder'))
    expect(decide('M-4', dayAfter)).toEqual(not('withdrawn', 'day-has-passed'))
    expect(decide('M-5', lastDay)).toEqual(goes)
    expect(decide('M-5', dayAfter)).toEqual(not('withdrawn', 'day-has-passed'))
  })

  test('the 90-day notice and the notice of expiration are true on any day', () => {
    expect(decide('M-1', { today: '2027-01-01' })).toEqual(goes)
    expect(decide('M-12', { today: '2027-01-08' })).toEqual(goes)
  })

  test('a reminder that does not say of which day it speaks is never sent', () => {
    expect(decide('M-4', { expiresOn: undefined })).toEqual(not('withdrawn', 'day-has-passed'))
  })
})

describe('NOT-3: never two of the series on one day', () => {
  test.each(['M-1', 'M-2', 'M-3', 'M-4', 'M-5'] as const)('%s gives way', (kind) => {
    expect(decide(kind, { overtaken: true })).toEqual(not('superseded', 'later-reminder'))
    expect(decide(kind, { overtaken: false })).toEqual(goes)
  })

  test('what is not of the series does not', () => {
    for (const kind of ['M-6', 'M-7', 'M-12'] as const)
      expect(decide(kind, { overtaken: true })).toEqual(goes)
  })

  test('one that no longer stands is taken back rather than overtaken', () => {
    const both = { stands: false, overtaken: true }
    expect(decide('M-3', both)).toEqual(not('withdrawn', 'does-not-stand'))
  })
})

describe('REN-16 REN-18: what can be switched off', () => {
  test.each(kinds)('%s', (kind) => {
    const off = ['M-2', 'M-3', 'M-4', 'M-5'].includes(kind)
    expect(decide(kind, { wanted: false })).toEqual(off ? not('withdrawn', 'switched-off') : goes)
  })

  test('REN-16: one that stands for a 90-day notice that was never sent goes all the same', () => {
    expect(decide('M-2', { wanted: false, standsFor90: true })).toEqual(goes)
    const unsaid = { wanted: false, standsFor90: false }
    expect(decide('M-2', unsaid)).toEqual(not('withdrawn', 'switched-off'))
  })
})

describe('NOT-4: a code that has ended is not sent', () => {
  test('a mail whose secret cannot be had any more is taken back', () => {
    for (const kind of ['M-13', 'M-14', 'M-16'] as const)
      expect(decide(kind, { secret: undefined })).toEqual(not('withdrawn', 'secret-ended'))
  })

  test('all others need none', () => {
    expect(decide('M-7', { secret: undefined })).toEqual(goes)
  })
})

describe('NOT-5: an address that is known to be bad', () => {
  test.each(kinds)('%s is not sent there', (kind) => {
    expect(decide(kind, { contact: bad })).toEqual(not('undeliverable', 'address-is-bad'))
  })

  test('a mail to another address is sent there', () => {
    const former = { contact: bad, secret: { email: 'former@example.org' } }
    expect(decide('M-16', former)).toEqual(goes)
  })

  test('what would not be sent anyway is not called undeliverable', () => {
    const change = { contact: bad, stands: false }
    expect(decide('M-3', change)).toEqual(not('withdrawn', 'does-not-stand'))
  })
})

describe('a copy repeats what was said, whatever has happened since', () => {
  const since = { isCopy: true, stands: false, overtaken: true, wanted: false }

  test.each(['M-1', 'M-3', 'M-5', 'M-12'] as const)('%s', (kind) => {
    expect(decide(kind, { ...since, today: '2027-01-08' })).toEqual(goes)
    expect(decide(kind, { ...since, secret: undefined })).toEqual(goes)
  })

  test('but not to an address that is known to be bad', () => {
    const change = { ...since, contact: bad }
    expect(decide('M-3', change)).toEqual(not('undeliverable', 'address-is-bad'))
  })
})
