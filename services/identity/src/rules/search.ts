import { emailKey } from './email.ts'
import { nameWords } from './name.ts'
import { readNumber } from './certification-number.ts'

export interface SearchTerms {
  /** Each must begin some word of the person: their names, former names and addresses. */
  readonly words: readonly string[]
  readonly number: string | undefined
}

/** An address is one word; anything else is a name in any order, or a number. */
export function searchTerms(text: string): SearchTerms {
  const words = text.includes('@') ? [emailKey(text)] : nameWords(text).slice(0, 8)
  return { words, number: readNumber(text) }
}

export interface SearchedNames {
  readonly legalName: string
  readonly formerNames: readonly string[]
  readonly email: string
  readonly formerEmails: readonly string[]
}

export type SearchSource = 'name' | 'former-name' | 'email' | 'former-email'

/** Every word under which somebody is found, with where it comes from. */
export function searchWords(person: SearchedNames): { word: string; source: SearchSource }[] {
  const words = (source: SearchSource, list: readonly string[]) =>
    [...new Set(list)].map((word) => ({ word, source }))
  return [
    ...words('name', nameWords(person.legalName)),
    ...words('former-name', person.formerNames.flatMap(nameWords)),
    ...words('email', [emailKey(person.email)]),
    ...words('former-email', person.formerEmails.map(emailKey)),
  ]
}
