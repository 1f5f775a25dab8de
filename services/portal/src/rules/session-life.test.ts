import { describe, expect, test } from 'vitest'
import { idleLeft, idleMs, isOver, longestMs } from './session-life.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms)
const life = { touchedAt: at(0), endsAt: at(longestMs) }

describe('a session lives by touches', () => {
  test('twenty minutes and not a second more', () => {
    expect(idleMs).toBe(1_200_000)
    expect(idleLeft(life, at(0))).toBe(1200)
    expect(idleLeft(life, at(idleMs - 1))).toBe(1)
    expect(isOver(life, at(idleMs - 1))).toBe(false)
    expect(idleLeft(life, at(idleMs))).toBe(0)
    expect(isOver(life, at(idleMs))).toBe(true)
    expect(idleLeft(life, at(idleMs * 2))).toBe(0)
  })

  test('and not beyond its longest life, however busy', () => {
    const busy = { touchedAt: at(longestMs - 60_000), endsAt: at(longestMs) }
    expect(idleLeft(busy, at(longestMs - 60_000))).toBe(60)
    expect(isOver(busy, at(longestMs))).toBe(true)
  })
})
