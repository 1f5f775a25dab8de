import { expect, test } from 'vitest'
import { historySentence, type DeskLine } from '../src/staff/person/history-words.ts'

const sentence = (code: string, facts: DeskLine['line']['facts']) =>
  historySentence({
    source: 'payments',
    line: {
      id: 'payments-1',
      at: '2026-12-31T20:00:00.000Z',
      filter: 'staff',
      code,
      facts,
      actor: { kind: 'system' },
      ruleIds: ['WVR-15'],
    },
  })

test('WVR-15: the history says that the field locked, and on a last day that staff call', () => {
  const until = '2026-12-31T20:15:00.000Z'
  expect(sentence('voucher.locked', { until })).toBe(
    'Five wrong voucher codes: the field is closed for 15 minutes.',
  )
  expect(sentence('voucher.locked', { until, lastDay: '2026-12-31' })).toBe(
    'Five wrong voucher codes on the last day: the field is closed for 15 minutes; staff call.',
  )
})

test.each([
  ['reached', 'Reached by phone because the voucher did not work.'],
  ['left-word', 'Left word because the voucher did not work.'],
  ['no-way', 'No way to reach; the voucher did not work.'],
])('WVR-15, CONV-10: the history says how the call ended: %s', (outcome, text) => {
  expect(sentence('voucher.call', { outcome })).toBe(text)
})

test('NOT-5: a call because mail bounced keeps its own words', () => {
  expect(sentence('bounce.call', { outcome: 'reached' })).toBe(
    'Reached by phone because mail bounced.',
  )
})
