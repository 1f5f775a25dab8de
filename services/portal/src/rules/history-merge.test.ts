import { expect, test } from 'vitest'
import { mergeHistories, staffIn } from './history-merge.ts'

const line = (
  id: string,
  at: string,
  actor: { kind: string; subject?: string } = { kind: 'system' },
) => ({
  id,
  at,
  actor,
})

test('CONV-10: newest first over all sources; one instant keeps the order of its source', () => {
  const merged = mergeHistories([
    {
      source: 'payments',
      lines: [line('p1', '2026-11-10T22:14:00Z'), line('p0', '2026-11-10T22:13:00.5Z')],
    },
    {
      source: 'applications',
      lines: [line('a2', '2026-11-10T22:14:00.000Z'), line('a1', '2026-11-10T22:14:00Z')],
    },
  ])
  expect(merged.map(({ source, line: { id } }) => [source, id])).toEqual([
    ['payments', 'p1'],
    ['applications', 'a2'],
    ['applications', 'a1'],
    ['payments', 'p0'],
  ])
})

test('the staff of a history, each once', () => {
  const lines = [
    line('1', '', { kind: 'staff', subject: 'dana' }),
    line('2', '', { kind: 'person', subject: 'somebody' }),
    line('3', '', { kind: 'staff' }),
    line('4', '', { kind: 'staff', subject: 'dana' }),
    line('5', '', { kind: 'staff', subject: 'omar' }),
  ]
  expect(staffIn(lines)).toEqual(['dana', 'omar'])
})
