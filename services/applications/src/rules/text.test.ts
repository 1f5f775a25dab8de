import { describe, expect, test } from 'vitest'
import { fill, inWords, readingMinutes } from './text.ts'

describe('texts that people sign', () => {
  test('promise 6: dates in words, in both languages', () => {
    expect(inWords('2026-12-31', 'en')).toBe('December 31, 2026')
    expect(inWords('2026-12-31', 'es')).toBe('31 de diciembre de 2026')
    expect(inWords('2026-01-01', 'en')).toBe('January 1, 2026')
  })

  test('dates stand where the text says so; what is unknown stays', () => {
    expect(fill('from {from} to {to}, {other}', { from: 'A', to: 'B' })).toBe(
      'from A to B, {other}',
    )
    expect(fill('no dates', { from: 'A' })).toBe('no dates')
  })

  test('reading time: 200 words a minute, headings included, at least one minute', () => {
    const words = (count: number) => Array.from({ length: count }, () => 'word').join('  ')
    const text = (...counts: number[]) => ({
      sections: [{ heading: 'One two', paragraphs: counts.map(words) }],
    })
    expect(readingMinutes(text(1))).toBe(1)
    expect(readingMinutes(text(297))).toBe(1)
    expect(readingMinutes(text(198, 100))).toBe(2)
    expect(readingMinutes(text(500, 98))).toBe(3)
  })
})
