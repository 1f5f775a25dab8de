import type { FieldError } from './problem.ts'

/**
 * PostgreSQL keeps no U+0000, and half a surrogate pair is no character: such a text is refused at
 * the door, with its place, before a statement fails on it.
 */
export function brokenTexts(place: string, value: unknown): FieldError[] {
  return isWhole(value) ? [] : placesOf(place, value)
}

/** Nearly every body is; so places are only written down once something is known to be wrong. */
function isWhole(value: unknown): boolean {
  // Its own list instead of recursion: a body may be nested deeper than the stack.
  const waiting: unknown[] = [value]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string') {
      if (broken(next)) return false
    } else if (Array.isArray(next)) {
      for (const member of next) waiting.push(member)
    } else if (next !== null && typeof next === 'object') {
      for (const name of Object.keys(next)) {
        if (broken(name)) return false
        waiting.push((next as Record<string, unknown>)[name])
      }
    }
  }
  return true
}

function placesOf(place: string, value: unknown): FieldError[] {
  const found: FieldError[] = []
  const waiting: [string, unknown][] = [[place, value]]
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
