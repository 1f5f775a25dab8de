import { describe, expect, test } from 'vitest'
import { asHtml, asText, compile, escapeHtml, fixed, joinTemplates, when } from './template.ts'

const english = (words: string, facts = {}, constants = {}) =>
  asText(compile(words, 'en', constants), facts)
const html = (words: string, facts = {}, constants = {}) =>
  asHtml(compile(words, 'en', constants), facts)

describe('a fact stands where the words name it', () => {
  test('as it is', () => {
    expect(english('Call {phone} at once, {name}.', { phone: '1-800', name: 'Ana' })).toBe(
      'Call 1-800 at once, Ana.',
    )
    expect(english('{days}', { days: 0 })).toBe('0')
    expect(english('{name}', { name: '' })).toBe('')
  })

  test.each([
    ['{on:weekday}', 'Thursday, December 31, 2026', 'jueves 31 de diciembre de 2026'],
    ['{on:date}', 'December 31, 2026', '31 de diciembre de 2026'],
    ['{on:monthDay}', 'December 31', '31 de diciembre'],
    ['{on:short}', 'Dec 31', '31 de diciembre'],
    ['{cents:money}', '$1,080.00', '$1,080.00'],
    ['{at:link}', 'https://x.example', 'https://x.example'],
    ['{at:plain}', 'https://x.example', 'https://x.example'],
  ])('or written as %s says, in the language of the mail', (words, en, es) => {
    const facts = { on: '2026-12-31', cents: 108_000, at: 'https://x.example' }
    expect(asText(compile(words, 'en'), facts)).toBe(en)
    expect(asText(compile(words, 'es'), facts)).toBe(es)
  })

  test('a mail that lacks one is not sent at all, rather than with a hole', () => {
    expect(() => english('Hello {name},')).toThrow('the mail lacks name')
    expect(() => english('Hello {name},', { name: true })).toThrow('the mail lacks name')
    expect(() => html('Hello {name},', { name: false })).toThrow('the mail lacks name')
  })

  test('a format that does not exist is found when the words are read', () => {
    expect(() => compile('{on:loud}', 'en')).toThrow('no format loud')
  })

  test('NOT-4: a fact can start neither a line nor a header of its own', () => {
    const name = 'Ana\r\nBcc: all@example.org\u0000\u0085.'
    expect(english('Hello {name}', { name })).toBe('Hello Ana Bcc: all@example.org .')
    expect(html('Hello {name}', { name })).toBe('Hello Ana Bcc: all@example.org .')
  })
})

describe('words in brackets', () => {
  test('stand only when their fact is true or is there at all', () => {
    const words = 'paid[late| and late]'
    expect(english(words, { late: true })).toBe('paid and late')
    expect(english(words, { late: 'x' })).toBe('paid and late')
    expect(english(words, { late: 0 })).toBe('paid and late')
    expect(english(words, { late: false })).toBe('paid')
    expect(english(words)).toBe('paid')
    expect(html(words, { late: true })).toBe('paid and late')
    expect(html(words)).toBe('paid')
  })

  test('may hold facts and other brackets', () => {
    const words = 'a[one| b {x}[two| c]. d] e'
    expect(english(words, { one: true, two: true, x: 1 })).toBe('a b 1 c. d e')
    expect(english(words, { one: true, x: 1 })).toBe('a b 1. d e')
    expect(english(words, { two: true })).toBe('a e')
  })

  test('need both ends', () => {
    expect(() => compile('a[one| b', 'en')).toThrow('a bracket is open in: a[one| b')
    expect(() => compile('a b] c', 'en')).toThrow('a bracket too many in: a b] c')
    expect(() => compile('a[one| b]] c', 'en')).toThrow('a bracket too many')
  })
})

describe('the same words as HTML', () => {
  test('whatever HTML reads is escaped, in words and in facts', () => {
    expect(html('R&D: {name}', { name: `<b class="x">O'Neil & Co</b>` })).toBe(
      'R&amp;D: &lt;b class=&quot;x&quot;&gt;O&#39;Neil &amp; Co&lt;/b&gt;',
    )
  })

  test.each([
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['"', '&quot;'],
    ["'", '&#39;'],
    ['ñ — é', 'ñ — é'],
  ])('%s', (text, escaped) => {
    expect(escapeHtml(text)).toBe(escaped)
  })

  test('an address is a link to itself and to nowhere else', () => {
    expect(html('See {at:link}.', { at: 'https://x.example/?a=1&b="' })).toBe(
      'See <a href="https://x.example/?a=1&amp;b=&quot;" style="color:#07648d;text-decoration:underline">https://x.example/?a=1&amp;b=&quot;</a>.',
    )
  })

  test('dates and money need no escaping', () => {
    expect(html('{on:weekday} {c:money}', { on: '2026-12-31', c: 5 })).toBe(
      'Thursday, December 31, 2026 $0.05',
    )
  })
})

describe('what is known beforehand becomes part of the fixed words', () => {
  test('and nothing about it is decided again for each mail', () => {
    const template = compile('Call {phone} at {site:link}, {name}.', 'en', {
      phone: '1 & 2',
      site: 'https://x.example',
    })
    expect(template.parts).toHaveLength(3)
    expect(asText(template, { name: 'Ana' })).toBe('Call 1 & 2 at https://x.example, Ana.')
    expect(asHtml(template, { name: 'Ana' })).toBe(
      'Call 1 &amp; 2 at <a href="https://x.example" style="color:#07648d;text-decoration:underline">https://x.example</a>, Ana.',
    )
    expect(compile('a {b} c[d| e {b} f]', 'en', { b: 'x' }).parts).toEqual([
      { text: 'a x c', html: 'a x c' },
      { flag: 'd', parts: [{ text: ' e x f', html: ' e x f' }] },
    ])
  })

  test('a fact of the mail does not change it', () => {
    expect(english('{phone}', { phone: 'other' }, { phone: 'ours' })).toBe('ours')
  })
})

test('pieces are joined, and a piece may depend on a fact as a whole', () => {
  const letter = joinTemplates('en', [
    fixed('en', '* ', '<li>'),
    when('more', compile('and {more}', 'en')),
    fixed('en', '\r\n', '</li>'),
  ])
  expect(letter.language).toBe('en')
  expect(asText(letter, { more: 'x' })).toBe('* and x\r\n')
  expect(asHtml(letter, { more: '<' })).toBe('<li>and &lt;</li>')
  expect(asText(letter, {})).toBe('* \r\n')
  const constant = joinTemplates('en', [fixed('en', 'a', 'b'), fixed('en', 'c', 'd')])
  expect(constant.parts).toEqual([{ text: 'ac', html: 'bd' }])
})
