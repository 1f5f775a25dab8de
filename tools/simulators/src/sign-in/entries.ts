import { passwordLength } from './house.ts'
import type { Realm } from './options.ts'
import type { Mistake } from './pieces.ts'

export const emailShape = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What is wrong with a password that somebody chose. */
export function passwordMistakes(realm: Realm, password: string, email: string): Mistake[] {
  const length = passwordLength[realm]
  if (!password) return [{ field: 'password', word: 'password_missing' }]
  if (password.length < length)
    return [{ field: 'password', word: 'password_short', values: { length: String(length) } }]
  if (password.toLowerCase() === email.trim().toLowerCase())
    return [{ field: 'password', word: 'password_is_email' }]
  return []
}

export function emailMistakes(field: string, email: string): Mistake[] {
  if (!email.trim()) return [{ field, word: 'email_missing' }]
  return emailShape.test(email.trim()) ? [] : [{ field, word: 'email_wrong' }]
}
