import type { FieldError } from './problem.ts'

/**
 * PostgreSQL keeps no U+0000, and half a surrogate pair is no character: such a text is refused at
 * the door, with its place, before a statement fails on it.
 */
export function brokenTexts(place: string, value: unknown): FieldError[] {
  const found: FieldError[] = []
  const waiting: [string, unknown][] = [[place, value]]
  // Its own list instead of recursion: a body may be nested deeper than the stack.
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [field, inner] = next
    if (typeof inner === 'string') {
      if (broken(inner)) found.push({ field, reason: 'holds a character that no text may hold' })
    } else if (inner !== null && typeof inner === 'object') {
      for (const [name, member] of Object.entries(inner)) {
        if (broken(name)) found.push({ field, reason: 'has a name that no text may hold' })
        else waiting.push([`${field}/${name}`, member])
      }
    }
  }
  return found
}

function broken(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed()
}
