import { describe, expect, test } from 'vitest'
import { english } from './english.ts'
import { glossary } from './glossary.ts'
import { programTexts } from './program-texts.ts'
import { spanish } from './spanish.ts'
import type { Wording, WordingName } from './wording.ts'

const textOf = ({ subject, paragraphs }: Wording['mails'][WordingName]) =>
  [subject, ...paragraphs].join(' ')
const names = Object.keys(english.mails) as WordingName[]
const framesOf = ({ program, greeting, drafted, copy, portal, help, because }: Wording) =>
  [program, greeting, drafted, copy, portal, help, ...Object.values(because)].join(' ')
const pairs = [
  ...names.map((name) => [name, textOf(english.mails[name]), textOf(spanish.mails[name])] as const),
  ['frame', framesOf(english), framesOf(spanish)] as const,
  ['program', programTexts.employer.en, programTexts.employer.es] as const,
]
/** Without the names of facts and conditions, which nobody reads. */
const visible = (text: string) => text.replaceAll(/\{[^}]*\}|\[\w+\||\]/g, '')
const says = (text: string, word: string) =>
  new RegExp(String.raw`(?<!\p{L})${word}(e?s)?(?!\p{L})`, 'iu').test(visible(text))

describe('the program has one Spanish word for each of its terms', () => {
  test('the five that were agreed, and the late fee under both its names', () => {
    expect(Object.fromEntries(glossary.map((term) => [term.english, term.spanish]))).toEqual({
      voucher: 'vale',
      'late fee': 'recargo',
      'late renewal fee': 'recargo',
      'continuing education': 'educación continua',
      'law and ethics': 'leyes y ética',
      dashboard: 'panel',
    })
  })

  test.each(glossary)(
    '$english is $spanish wherever it is said',
    ({ english: word, spanish: own }) => {
      const told = pairs.filter(([, en]) => says(en, word))
      expect(told.length).toBeGreaterThan(0)
      for (const [name, , es] of told) expect(says(es, own), `${name}: ${es}`).toBe(true)
    },
  )

  test.each(glossary)('$spanish stands for nothing else', ({ spanish: own }) => {
    const words = glossary.filter((term) => term.spanish === own).map((term) => term.english)
    for (const [name, en, es] of pairs)
      if (says(es, own))
        expect(
          words.some((word) => says(en, word)),
          `${name}: ${en}`,
        ).toBe(true)
  })

  test.each(glossary)('no other word for $english', ({ never }) => {
    for (const [name, , es] of pairs)
      for (const word of never) expect(says(es, word), `${name} says ${word}`).toBe(false)
  })
})

describe('both languages are whole', () => {
  const slots = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((found) => found[1]).sort()
  const flags = (text: string) => [...text.matchAll(/\[(\w+)\|/g)].map((found) => found[1]).sort()

  test('they have the same mails', () => {
    expect(Object.keys(spanish.mails)).toEqual(names)
    expect(names).toHaveLength(17)
  })

  test.each(pairs)('%s says the same facts on the same conditions', (name, en, es) => {
    // The verb agrees with the number of days in Spanish, so that both forms hold it.
    const days = name === 'M-2' || name === 'M-3' || name === 'M-4' ? ['days'] : []
    expect(slots(es)).toEqual([...slots(en), ...days].sort())
    expect(flags(es)).toEqual(flags(en))
  })

  test('the person is addressed as usted, never as tú', () => {
    for (const [name, , es] of pairs)
      expect(es, name).not.toMatch(/(?<!\p{L})(tú|tu|tus|te)(?!\p{L})/iu)
  })

  test('no number of the program and no address is written into the words', () => {
    for (const [name, en, es] of pairs) {
      expect(`${en} ${es}`, name).not.toMatch(/https?:|\$\d|1-8\d\d/)
      expect(visible(`${en} ${es}`).replaceAll(/\b(10|11:59)\b/g, ''), name).not.toMatch(/\d/)
    }
  })
})
