import { dateOf } from '@peercert/chassis/civil-date'
import type { components } from '@peercert/contracts/notifications'
import type { Deps } from './deps.ts'
import type { Language } from './rules/formatting.ts'
import type { Moment } from './rules/message.ts'
import { type Kind, traits } from './rules/notice-kind.ts'
import type { Facts } from './rules/template.ts'
import type { NoticeRow } from './store/notices.ts'

export type MessageRow = components['schemas']['MessageRow']
export type Message = components['schemas']['Message']

const masked = '••••••'

/** A notice as a line of a list. The words are made anew from its facts, as of the day it went. */
export function rowOf(deps: Deps, notice: NoticeRow, language: Language): MessageRow {
  const { texts, kind, facts, moment } = sayingOf(deps, notice)
  const subject = texts.subject(kind, language, facts, moment)
  return {
    messageId: notice.id,
    kind: notice.kind,
    subject,
    language,
    at: notice.createdAt.toISOString(),
    outcome: notice.state as MessageRow['outcome'],
    ...(notice.outcomeAt && { outcomeAt: notice.outcomeAt.toISOString() }),
    read: notice.readAt !== null,
    ...(notice.readAt && { readAt: notice.readAt.toISOString() }),
    ...(notice.copyOf && { copyOf: notice.copyOf }),
  }
}

/** In full. Codes are masked, but for the holder of a voucher, who needs it. */
export async function messageOf(
  deps: Deps,
  notice: NoticeRow,
  reader: 'holder' | 'staff',
): Promise<Message> {
  const language = await languageOf(deps, notice)
  const [name, code] = await Promise.all([nameIn(deps, notice), codeIn(deps, notice, reader)])
  const { texts, kind, facts, moment } = sayingOf(deps, notice)
  const { paragraphs } = texts.message(kind, language, facts, { ...moment, name, code })
  return { message: rowOf(deps, notice, language), paragraphs: [...paragraphs] }
}

/** The language it was sent in. One that is not out yet will go in the language of today. */
export async function languagesOf(
  deps: Deps,
  notices: readonly NoticeRow[],
): Promise<(notice: NoticeRow) => Language> {
  const open = notices.find((notice) => notice.language === null)
  const now = open ? await languageNow(deps, open.accountId) : 'en'
  return (notice) => (notice.language as Language | null) ?? now
}

async function languageOf(deps: Deps, notice: NoticeRow): Promise<Language> {
  return (await languagesOf(deps, [notice]))(notice)
}

async function languageNow({ identity }: Deps, accountId: string): Promise<Language> {
  // A list that can be shown is not held back because identity does not answer.
  const contacts = await identity.contactsOf([accountId]).catch(() => undefined)
  return contacts?.get(accountId)?.language ?? 'en'
}

/** What a notice's words are made of: the texts of its day, its facts, and the moment it went. */
function sayingOf(deps: Deps, notice: NoticeRow) {
  const facts = notice.facts as Facts
  const copied = notice.copyOf === null ? undefined : String(facts.copiedDay)
  const day = copied ?? dayOf(deps, notice)
  const moment: Moment = { day, drafted: notice.drafted, copied }
  return { texts: deps.texts(day), kind: notice.kind as Kind, facts, moment }
}

/** The day a message speaks of: when it went, or when it was decided that it does not. */
export function dayOf({ clock }: Deps, { sentAt, outcomeAt }: NoticeRow): string {
  const at = sentAt ?? outcomeAt
  return at ? dateOf(at) : clock.today()
}

/** Only the receipt names the person. The name is identity's; without it nothing is made up. */
async function nameIn({ identity }: Deps, notice: NoticeRow): Promise<string | undefined> {
  if (notice.kind !== 'M-7') return undefined
  const contacts = await identity.contactsOf([notice.accountId])
  return contacts.get(notice.accountId)?.legalName ?? '—'
}

async function codeIn(
  { payments }: Deps,
  notice: NoticeRow,
  reader: 'holder' | 'staff',
): Promise<string | undefined> {
  const { secret } = traits[notice.kind as Kind]
  if (secret !== 'voucher' || reader === 'staff') return masked
  const codes = await payments.voucherCodesOf([notice.subjectId]).catch(() => undefined)
  return codes?.get(notice.subjectId) ?? masked
}
