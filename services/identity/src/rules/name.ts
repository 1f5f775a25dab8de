/**
 * Two names are the same when nothing differs but Unicode form, case, accents, repeated spaces and
 * hyphen against space (CONV-9). Anything else is a mismatch for a human to judge.
 */
export function sameName(a: string, b: string): boolean {
  const folded = foldName(a)
  return folded !== '' && folded === foldName(b)
}

/** The form in which names are compared and found. */
export function foldName(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replaceAll(/\p{M}+/gu, '')
      .replaceAll(/[\p{Pd}\s]+/gu, ' ')
      .trim()
      // There and back: the way up equates ß with ss and both small sigmas, but knows no ẞ.
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
  )
}

/** The words under which a name is found, each once, without the comma of "Vega, Marisol". */
export function nameWords(name: string): string[] {
  const words = foldName(name)
    .split(' ')
    .map((word) => word.replaceAll(edges, ''))
  return [...new Set(words)].filter((word) => word !== '')
}

const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu

/** How a name is kept: composed, without spaces around or doubled inside. */
export function tidyName(name: string): string {
  return name.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
}
