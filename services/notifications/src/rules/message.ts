import { daysBetween, type Language } from './formatting.ts'
import { type Kind, traits, wordingOf } from './notice-kind.ts'
import {
  asHtml,
  asText,
  compile,
  type Facts,
  fixed,
  joinTemplates,
  type Template,
  when,
} from './template.ts'
import { english } from './words/english.ts'
import type { ProgramTexts } from './words/program-texts.ts'
import { spanish } from './words/spanish.ts'
import type { Wording, WordingName } from './words/wording.ts'

/** What is the same in all mails of a day. */
export interface Stationery {
  readonly site: string
  readonly phone: string
  readonly hours: number
  readonly ethicsHours: number
  readonly reviewDays: number
  readonly auditDays: number
  readonly texts: ProgramTexts
}

/** What a mail says about this person and this moment, beside its stored facts. */
export interface Moment {
  /** The civil date the mail speaks of: the day it is sent. */
  readonly day: string
  readonly name?: string | undefined
  readonly drafted?: boolean
  readonly code?: string | undefined
  readonly unsubscribe?: string | undefined
  /** Given for a copy: the day of the original. */
  readonly copied?: string | undefined
}

export interface Message {
  readonly paragraphs: readonly string[]
}

export interface Mail {
  readonly subject: string
  readonly text: string
  readonly html: string
  /** No line can be too long for SMTP, and none starts with a dot: nobody needs to look. */
  readonly short: boolean
}

/** A longer one could make a line too long, once its quotes are written as HTML. */
const shortName = 100

export interface Messages {
  /** All that a list needs: neither a name nor a code stands in a subject. */
  subject(kind: Kind, language: Language, facts: Facts, moment: Moment): string
  /** As the portal shows it. */
  message(kind: Kind, language: Language, facts: Facts, moment: Moment): Message
  /** As it is sent. */
  mail(kind: Kind, language: Language, facts: Facts, moment: Moment): Mail
}

interface Prepared {
  readonly subject: Template
  readonly paragraphs: readonly Template[]
  readonly mail: Template
}

const wordings: Record<Language, Wording> = { en: english, es: spanish }

/** Compiles every mail in both languages; what remains for each is joining strings. */
export function prepareMessages(stationery: Stationery): Messages {
  const prepared = {
    en: prepareLanguage('en', stationery),
    es: prepareLanguage('es', stationery),
  }
  return {
    subject(kind, language, facts, moment) {
      const { subject } = prepared[language][wordingOf(kind, facts)]
      return asText(subject, factsAt(kind, facts, moment))
    },
    message(kind, language, facts, moment) {
      const { paragraphs } = prepared[language][wordingOf(kind, facts)]
      const all = factsAt(kind, facts, moment)
      const words = paragraphs.map((paragraph) => asText(paragraph, all))
      return { paragraphs: words.filter((text) => text !== '') }
    },
    mail(kind, language, facts, moment) {
      const { subject, mail } = prepared[language][wordingOf(kind, facts)]
      const all = factsAt(kind, facts, moment)
      const short = (moment.name?.length ?? 0) <= shortName
      return {
        subject: asText(subject, all),
        text: asText(mail, all),
        html: asHtml(mail, all),
        short,
      }
    },
  }
}

function factsAt(kind: Kind, facts: Facts, moment: Moment): Facts {
  const { day, ...said } = moment
  const all = { ...facts, ...said, original: moment.copied === undefined }
  if (!traits[kind].counts) return all
  const days = daysBetween(day, String(facts.expiresOn))
  return { ...all, days, one: days === 1, several: days !== 1 }
}

function prepareLanguage(language: Language, stationery: Stationery) {
  const wording = wordings[language]
  const { texts, ...rest } = stationery
  const constants = { ...rest, employer: texts.employer[language] }
  const made = (words: string) => compile(words, language, constants)
  const prepare = (name: WordingName): Prepared => {
    const { subject, paragraphs } = wording.mails[name]
    const kind = name.startsWith('M-9') ? 'M-9' : (name as Kind)
    const mark = made(wording.copy)
    const words = [
      when('copied', mark),
      ...paragraphs.map(made),
      ...(traits[kind].optional ? [when('drafted', made(wording.drafted))] : []),
    ]
    const colon = fixed(language, ': ', ': ')
    return {
      subject: joinTemplates(language, [
        when('copied', joinTemplates(language, [mark, colon])),
        made(subject),
      ]),
      paragraphs: words,
      mail: letter(language, made(wording.program), [
        made(wording.greeting),
        ...words,
        joinTemplates(language, [
          made(wording.portal),
          lineEnd(language),
          made(wording.help),
          lineEnd(language),
          when('original', made(wording.because[traits[kind].because])),
          when('copied', made(wording.because.copy)),
        ]),
      ]),
    }
  }
  const names = Object.keys(wording.mails) as WordingName[]
  return Object.fromEntries(names.map((name) => [name, prepare(name)])) as Record<
    WordingName,
    Prepared
  >
}

const lineEnd = (language: Language) => fixed(language, '\r\n', '<br>\r\n')

const column =
  "max-width:600px;margin:0 auto;padding:16px;background:#ffffff;color:#1c1d1f;font:17px/26px system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

/** One column, one line of program type at the top, no picture, no button, nothing that tracks. */
function letter(language: Language, program: Template, pieces: readonly Template[]): Template {
  const title = asText(program, {})
  const top = `<!DOCTYPE html>\r\n<html lang="${language}">\r\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>\r\n<body style="margin:0;background:#ffffff">\r\n<div style="${column}">\r\n<p style="margin:0 0 16px;font-weight:600">`
  const body = pieces.map((piece) =>
    // A sentence that is not said this time leaves no empty paragraph behind.
    within(piece, fixed(language, '\r\n', '<p style="margin:0 0 16px">'), ending(language)),
  )
  return joinTemplates(language, [
    fixed(language, '', top),
    program,
    ending(language),
    ...body,
    fixed(language, '', '</div>\r\n</body>\r\n</html>\r\n'),
  ])
}

const ending = (language: Language) => fixed(language, '\r\n', '</p>\r\n')

function within(piece: Template, before: Template, after: Template): Template {
  const { language, parts } = piece
  const [only] = parts
  if (parts.length === 1 && only && 'flag' in only)
    return when(only.flag, within({ language, parts: only.parts }, before, after))
  return joinTemplates(language, [before, piece, after])
}
