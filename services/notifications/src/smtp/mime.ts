import type { Letter } from './sender.ts'

export interface Envelope {
  readonly from: string
  readonly replyTo: string
}

/** Mails carry the program's name, in every language: the sender's name is not a message. */
export const senderName = 'Certification Program'

/** No line of ours can start with it: every line with words of others starts with words of ours. */
const boundary = '=_certification-program'
const plainType = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: '
const htmlType = 'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: '

/** The content of one mail, dots doubled, up to and with the final dot. `to` is checked already. */
export function contentOf(
  letter: Letter,
  to: string,
  envelope: Envelope,
  eightBit: boolean,
): string {
  // Looking through a mail costs as much as writing it, so those that are known to be short are not.
  const asIs = eightBit && letter.short === true
  const raw = asIs || (eightBit && fits(letter.text) && fits(letter.html))
  const encoding = raw ? '8bit\r\n\r\n' : 'quoted-printable\r\n\r\n'
  const text = asIs ? letter.text : safePart(letter.text, raw)
  const html = asIs ? letter.html : safePart(letter.html, raw)
  return (
    headerOf(letter, to, envelope) +
    `--${boundary}\r\n${plainType}${encoding}${text}\r\n` +
    `--${boundary}\r\n${htmlType}${encoding}${html}\r\n` +
    `--${boundary}--\r\n.\r\n`
  )
}

/** A line that starts with a dot gets a second one, so that none can end the mail (RFC 5321). */
function safePart(part: string, raw: boolean): string {
  const written = raw ? part : quotedPrintable(part)
  const first = written.startsWith('.') ? `.${written}` : written
  return first.includes('\r\n.') ? first.replaceAll('\r\n.', '\r\n..') : first
}

function headerOf(letter: Letter, to: string, { from, replyTo }: Envelope): string {
  const list = letter.unsubscribe
    ? `List-Unsubscribe: <${safe(letter.unsubscribe)}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`
    : ''
  return (
    `From: "${senderName}" <${from}>\r\nReply-To: ${replyTo}\r\nTo: ${to}\r\n` +
    `Subject: ${encodedSubject(letter.subject)}\r\nDate: ${dateHeader(letter.date)}\r\n` +
    `Message-ID: <${safe(letter.messageId)}>\r\nAuto-Submitted: auto-generated\r\n` +
    `Content-Language: ${letter.language}\r\n${list}MIME-Version: 1.0\r\n` +
    `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n`
  )
}

/** A line end in a header value is an attack or a bug; nothing is mended here. */
function safe(value: string): string {
  if (/[\r\n<>]/.test(value)) throw new Error('a header value must not hold a line end')
  return value
}

// The same few subjects go to everybody of a day.
const subjects = new Map<string, string>()

export function encodedSubject(subject: string): string {
  const known = subjects.get(subject)
  if (known !== undefined) return known
  if (/[\r\n]/.test(subject)) throw new Error('a subject must not hold a line end')
  const encoded = /^[\x20-\x7e]{0,900}$/.test(subject) ? subject : encodedWords(subject)
  if (subjects.size > 1_000) subjects.clear()
  subjects.set(subject, encoded)
  return encoded
}

/** RFC 2047: words of at most 75 characters, never in the middle of a letter. */
function encodedWords(subject: string): string {
  const words: string[] = []
  let piece = ''
  for (const letter of subject) {
    if (Buffer.byteLength(piece + letter) > 42) {
      words.push(piece)
      piece = ''
    }
    piece += letter
  }
  if (piece) words.push(piece)
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

let dated = { second: Number.NaN, text: '' }

function dateHeader(date: Date): string {
  const second = Math.floor(date.getTime() / 1_000)
  if (second !== dated.second) dated = { second, text: date.toUTCString().replace('GMT', '+0000') }
  return dated.text
}

/** RFC 5321: no line longer than 998 octets. */
function fits(text: string): boolean {
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\r\n', at)
    const end = found === -1 ? text.length : found
    // A letter takes at most three octets a unit, and nearly all lines are far below that.
    if (end - at > 330 && Buffer.byteLength(text.slice(at, end)) > 990) return false
    at = end + 2
  }
  return true
}

/** RFC 2045: for servers without 8BITMIME, and for lines that are too long. */
export function quotedPrintable(text: string): string {
  return text
    .split('\r\n')
    .map((line) => foldedLine(line))
    .join('\r\n')
}

function foldedLine(line: string): string {
  const bytes = Buffer.from(line)
  const lines: string[] = []
  let current = ''
  for (const [index, byte] of bytes.entries()) {
    const last = index === bytes.length - 1
    const asIs = (byte >= 33 && byte <= 126 && byte !== 61) || (byte === 32 && !last)
    const piece = asIs
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
    if (current.length + piece.length > 75) {
      lines.push(`${current}=`)
      current = ''
    }
    current += piece
  }
  return [...lines, current].join('\r\n')
}
