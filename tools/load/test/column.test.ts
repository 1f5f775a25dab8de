import { describe, expect, test } from 'vitest'
import { failures } from '../src/column.ts'
import { shortOf, tableOf } from '../src/report.ts'
import type { Figure, RushResult } from '../src/rush.ts'

const of = (count: number, p95: number, p99: number): Figure => ({
  count,
  p50: 5,
  p95,
  p99,
  max: 2 * p99,
})

/** Ten seconds as on a quiet bench. */
const well: RushResult = {
  figures: {
    reads: of(300, 120, 300),
    writes: of(60, 250, 500),
    logIns: of(30, 900, 2_000),
    verifications: of(1_000, 50, 150),
    statusChanges: of(8, 1_000, 2_000),
  },
  answers: 2_000,
  serverErrors: 0,
  wrong: 0,
  unfinished: 0,
}
const quiet = { seconds: 10, died: [] }
const but = (figures: Partial<RushResult['figures']>): RushResult => ({
  ...well,
  figures: { ...well.figures, ...figures },
})

describe('a run of the rush', () => {
  test('holds when every figure is as on the bench', () => {
    expect(failures(well, quiet)).toEqual([])
  })

  test('holds at exactly five times the column, and not above it', () => {
    const edge = of(1_000, 250, 750)
    expect(failures(but({ verifications: edge }), quiet)).toEqual([])
    expect(failures(but({ verifications: { ...edge, p95: 251 } }), quiet)).toEqual([
      'verifications: p95 251 ms is over 5 times 50 ms',
    ])
    expect(failures(but({ statusChanges: of(8, 9_000, 10_001) }), quiet)).toEqual([
      'statusChanges: p99 10001 ms is over 5 times 2000 ms',
    ])
  })

  test('fails at one 5xx, and at one answer that is not what it must be', () => {
    expect(failures({ ...well, serverErrors: 1, wrong: 1 }, quiet)).toEqual([
      '1 of 2000 answers were 5xx',
    ])
    expect(failures({ ...well, wrong: 1 }, quiet)).toEqual([
      '1 of 2000 answers were not what they must be',
    ])
  })

  test('fails when the rate was not kept, however fast the answers were', () => {
    expect(failures(but({ writes: of(50, 20, 30) }), quiet)).toEqual([
      'the rate was not kept: 50 of 60 writes',
    ])
    expect(failures(but({ statusChanges: of(0, 0, 0) }), quiet)).toEqual([
      'the rate was not kept: 0 of 1 statusChanges',
    ])
  })

  test('fails when something never came to its end', () => {
    expect(failures({ ...well, unfinished: 2 }, quiet)).toEqual([
      '2 were begun and never came to their end',
    ])
  })

  test('fails when a process died meanwhile', () => {
    expect(failures(well, { seconds: 10, died: ['portal'] })).toEqual(['portal died meanwhile'])
  })

  test('is shown beside the bench, and in one line', () => {
    expect(tableOf(well)).toMatch(/public verification +100 +1000 +5 +50 +≤ 50 +150 +≤ 150/)
    expect(shortOf(well)).toMatchObject({
      reads: { count: 300, p95: 120 },
      answers: 2_000,
      serverErrors: 0,
    })
  })
})
