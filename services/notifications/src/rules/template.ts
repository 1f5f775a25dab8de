import { type Language, money, monthDay, plainDate, shortDay, weekdayDate } from './formatting.ts'

/**
 * Compiles the words of a mail once, so that sending it only joins strings.
 *   {expiresOn:weekday}   a fact, written in one of the formats below
 *   [late| and more]      only when the fact `late` is true (or is there at all); may be nested
 */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>

/** Answers a text; as HTML the same words, escaped, with addresses as links. */
export interface Template {
  readonly parts: readonly Part[]
  readonly language: Language
}

type Format = 'plain' | 'weekday' | 'date' | 'monthDay' | 'short' | 'money' | 'link'

interface Slot {
  readonly name: string
  readonly format: Format
}
interface Section {
  readonly flag: string
  readonly parts: readonly Part[]
}
type Part = { readonly text: string; readonly html: string } | Slot | Section

const formats: Record<Format, (value: string | number, language: Language) => string> = {
  plain: (value) => String(value),
  weekday: (value, language) => weekdayDate(String(value), language),
  date: (value, language) => plainDate(String(value), language),
  monthDay: (value, language) => monthDay(String(value), language),
  short: (value, language) => shortDay(String(value), language),
  money: (value) => money(Number(value)),
  link: (value) => String(value),
}

/** Formats whose result has no character that HTML reads. */
const safe = new Set<Format>(['weekday', 'date', 'monthDay', 'short', 'money'])

/** `constants` are facts known when the template is made: they become part of its fixed words. */
export function compile(words: string, language: Language, constants: Facts = {}): Template {
  const { parts, end } = parse(words, 0, { language, constants })
  if (end !== words.length) throw new Error(`a bracket too many in: ${words}`)
  return { parts: merged(parts), language }
}

/** What stands around the words: line ends in one form, elements in the other. */
export function fixed(language: Language, text: string, html: string): Template {
  return { parts: [{ text, html }], language }
}

/** Only when the fact is true, or there at all. */
export function when(flag: string, template: Template): Template {
  return { parts: [{ flag, parts: template.parts }], language: template.language }
}

export function joinTemplates(language: Language, templates: readonly Template[]): Template {
  return { parts: merged(templates.flatMap((template) => template.parts)), language }
}

export function asText({ parts, language }: Template, facts: Facts): string {
  return joined(parts, facts, language, false)
}

export function asHtml({ parts, language }: Template, facts: Facts): string {
  return joined(parts, facts, language, true)
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replaceAll(/[&<>"']/g, (one) => escapes[one] as string) : text
}

function link(address: string): string {
  const escaped = escapeHtml(address)
  return `<a href="${escaped}" style="color:#07648d;text-decoration:underline">${escaped}</a>`
}

function joined(parts: readonly Part[], facts: Facts, language: Language, html: boolean): string {
  let result = ''
  for (const part of parts) {
    if ('text' in part) result += html ? part.html : part.text
    else if ('format' in part) result += written(part, facts[part.name], language, html)
    else if (isThere(facts[part.flag])) result += joined(part.parts, facts, language, html)
  }
  return result
}

function written(slot: Slot, value: Facts[string], language: Language, html: boolean): string {
  if (value === undefined || typeof value === 'boolean')
    throw new Error(`the mail lacks ${slot.name}`)
  const text = oneLine(formats[slot.format](value, language))
  if (!html || safe.has(slot.format)) return text
  return slot.format === 'link' ? link(text) : escapeHtml(text)
}

/** A fact can neither start a line nor a header of its own. */
function oneLine(text: string): string {
  return /\p{Cc}/u.test(text) ? text.replaceAll(/\p{Cc}+/gu, ' ') : text
}

function isThere(value: Facts[string]): boolean {
  return value !== undefined && value !== false
}

interface Setting {
  readonly language: Language
  readonly constants: Facts
}

/** Reads up to the closing bracket of the section it is in, or to the end. */
function parse(words: string, from: number, setting: Setting): { parts: Part[]; end: number } {
  const parts: Part[] = []
  let at = from
  while (at < words.length && words[at] !== ']') {
    if (words[at] === '{') {
      const close = words.indexOf('}', at)
      parts.push(slotOf(words.slice(at + 1, close), setting))
      at = close + 1
    } else if (words[at] === '[') {
      const bar = words.indexOf('|', at)
      const inner = parse(words, bar + 1, setting)
      if (words[inner.end] !== ']') throw new Error(`a bracket is open in: ${words}`)
      parts.push({ flag: words.slice(at + 1, bar), parts: merged(inner.parts) })
      at = inner.end + 1
    } else {
      const rest = /[[\]{]/.exec(words.slice(at))
      const end = rest ? at + rest.index : words.length
      const text = words.slice(at, end)
      parts.push({ text, html: escapeHtml(text) })
      at = end
    }
  }
  return { parts, end: at }
}

function slotOf(inside: string, { language, constants }: Setting): Part {
  const [name = '', format = 'plain'] = inside.split(':')
  if (!(format in formats)) throw new Error(`no format ${format}`)
  const slot: Slot = { name, format: format as Format }
  const value = constants[name]
  if (value === undefined) return slot
  return {
    text: written(slot, value, language, false),
    html: written(slot, value, language, true),
  }
}

/** Neighbouring fixed words become one piece. */
function merged(parts: readonly Part[]): Part[] {
  const result: Part[] = []
  for (const part of parts) {
    const last = result.at(-1)
    if (last && 'text' in last && 'text' in part)
      result[result.length - 1] = { text: last.text + part.text, html: last.html + part.html }
    else result.push(part)
  }
  return result
}
