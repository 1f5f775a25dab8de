/**
 * What is left of a name when case, accents, repeated spaces and the difference between hyphen and
 * space are taken away (CONV-9). Phones write apostrophes in several ways; they are one here.
 */
export function fold(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replaceAll(/\p{M}|\p{Cf}/gu, '')
      .replaceAll(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
      .replaceAll(/[\p{Pd}\s]+/gu, ' ')
      .trim()
      // There and back: the way up equates ß with ss and both small sigmas, but knows no ẞ.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
  )
}

/** Anything beyond CONV-9 is a mismatch for a person to judge. */
export function sameName(a: string, b: string): boolean {
  return fold(a) === fold(b)
}

/**
 * What a search can begin with: the folded name from its first word on, from its second, and so on.
 * Two family names are found by the first of them, by the second, and by both.
 */
export function beginningsOf(name: string): string[] {
  const words = fold(name).split(' ')
  return words.map((_, index) => words.slice(index).join(' '))
}
