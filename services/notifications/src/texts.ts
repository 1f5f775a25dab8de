import { parameterOn } from '@peercert/contracts/program'
import { type Messages, prepareMessages } from './rules/message.ts'
import { type ProgramTexts, programTexts } from './rules/words/program-texts.ts'

export interface TextsOptions {
  readonly site: string
  readonly phone: string
  readonly programTexts?: ProgramTexts
}

/** Mails with the program's numbers in force on a civil date; prepared once for each set of them. */
export type Texts = (day: string) => Messages

export function textsOf({ site, phone, programTexts: texts = programTexts }: TextsOptions): Texts {
  const prepared = new Map<string, Messages>()
  const byDay = new Map<string, Messages>()
  return (day) => {
    const known = byDay.get(day)
    if (known) return known
    const numbers = {
      hours: parameterOn('ce.total.minutes', day) / 60,
      ethicsHours: parameterOn('ce.lawEthics.minutes', day) / 60,
      reviewDays: parameterOn('renewal.late.review.days', day),
      auditDays: parameterOn('audit.response.days', day),
    }
    const key = JSON.stringify(numbers)
    const messages = prepared.get(key) ?? prepareMessages({ site, phone, texts, ...numbers })
    prepared.set(key, messages)
    if (byDay.size > 2_000) byDay.clear()
    byDay.set(day, messages)
    return messages
  }
}
