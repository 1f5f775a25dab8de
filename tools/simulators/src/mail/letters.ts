import PostalMime, { type Email } from 'postal-mime'
import type { Records } from '../records.ts'

/** A letter as it came in. The raw bytes are kept as Latin-1 text, one character for each. */
export interface StoredLetter {
  id: string
  at: string
  from: string
  recipients: string[]
  raw: string
  outcome: 'delivered' | 'bounced'
}

export interface Letter {
  id: string
  to: string
  recipients: string[]
  from: string
  subject: string
  text: string
  html: string | null
  messageId: string
  at: string
  outcome: 'delivered' | 'bounced'
  headers: Record<string, string>
}

export interface Mailbox {
  add(letter: Omit<StoredLetter, 'id'>): StoredLetter
  get(id: string): StoredLetter | undefined
  read(letter: StoredLetter): Promise<Letter>
  /** Newest first. */
  find(filter: { to?: string; after?: string; limit?: number }): StoredLetter[]
  clear(): void
}

export const messageIdOf = (raw: string): string =>
  /^message-id:\s*(<[^>\r\n]+>)/im.exec(raw.slice(0, 16_384))?.[1] ?? ''

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

async function parse(letter: StoredLetter): Promise<Letter> {
  const mail: Email = await PostalMime.parse(Buffer.from(letter.raw, 'latin1'))
  const headers: Record<string, string> = {}
  for (const { key, value } of mail.headers) headers[key] ??= value
  return {
    id: letter.id,
    to: letter.recipients.join(', '),
    recipients: letter.recipients,
    from: mail.from?.address ?? letter.from,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? null,
    messageId: mail.messageId ?? '',
    at: letter.at,
    outcome: letter.outcome,
    headers,
  }
}

/** Keeps the last letters. They are parsed when somebody looks, not when they arrive. */
export function openMailbox(records: Records<StoredLetter>, keep: number): Mailbox {
  const parsed = new Map<string, Promise<Letter>>()
  const ids = records.entries().map(([id]) => id)
  let last = Number(ids.at(-1) ?? 0)

  return {
    add(letter) {
      const stored = { ...letter, id: String(++last) }
      records.set(stored.id, stored)
      ids.push(stored.id)
      while (ids.length > keep) {
        const oldest = ids.shift() ?? ''
        records.delete(oldest)
        parsed.delete(oldest)
      }
      return stored
    },
    get: (id) => records.get(id),
    read(letter) {
      let reading = parsed.get(letter.id)
      if (!reading) {
        reading = parse(letter)
        parsed.set(letter.id, reading)
      }
      return reading
    },
    find({ to, after, limit = Infinity }) {
      const found: StoredLetter[] = []
      for (let i = ids.length - 1; i >= 0 && found.length < limit; i--) {
        const letter = records.get(ids[i] ?? '')
        if (!letter) continue
        if (after !== undefined && Number(letter.id) <= Number(after)) break
        if (!to || letter.recipients.some((r) => same(r, to))) found.push(letter)
      }
      return found
    },
    clear() {
      records.clear()
      parsed.clear()
      ids.length = 0
    },
  }
}
