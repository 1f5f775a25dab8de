import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'

export interface OutgoingLetter {
  from: { name: string; address: string }
  to: string
  subject: string
  text: string
  html: string
}

/** A word in a header that ASCII cannot write (RFC 2047), cut so that no line grows too long. */
function headerText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text
  const words: string[] = []
  let part = ''
  for (const character of text) {
    if (Buffer.byteLength(part + character) > 42) {
      words.push(part)
      part = ''
    }
    part += character
  }
  words.push(part)
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ')
}

const body = (type: string, text: string) =>
  `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n` +
  `${Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`

export function write(letter: OutgoingLetter): string {
  const boundary = randomUUID()
  const domain = letter.from.address.split('@')[1] ?? 'localhost'
  const headers = [
    `From: ${headerText(letter.from.name)} <${letter.from.address}>`,
    `To: <${letter.to}>`,
    `Subject: ${headerText(letter.subject)}`,
    `Message-ID: <${randomUUID()}@${domain}>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    `Content-Type: multipart/alternative; boundary="${boundary}"`,
  ]
  return `${headers.join('\r\n')}\r\n\r\n--${boundary}\r\n${body('text/plain', letter.text)}--${boundary}\r\n${body('text/html', letter.html)}--${boundary}--\r\n`
}

const safeAddress = /^[^\s<>\r\n]+@[^\s<>\r\n]+$/

/** One letter, one connection; every reply must be what it should be. */
export async function sendMail(
  server: { host: string; port: number },
  letter: OutgoingLetter,
): Promise<void> {
  if (!safeAddress.test(letter.to)) throw new Error('not an address that mail can go to')
  const steps: [say: string, expected: string][] = [
    ['', '220'],
    ['EHLO sign-in', '250'],
    [`MAIL FROM:<${letter.from.address}>`, '250'],
    [`RCPT TO:<${letter.to}>`, '250'],
    ['DATA', '354'],
    [`${write(letter).replaceAll(/^\./gm, '..')}.`, '250'],
    ['QUIT', '221'],
  ]
  const socket = connect(server)
  socket.setTimeout(10_000, () => socket.destroy(new Error('the mail server does not answer')))
  let heard = ''
  let step = 0
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the mail server hung up')))
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString()
      const last = /^(\d{3}) .*\r\n$/m.exec(heard)
      if (!last) return
      heard = ''
      if (last[1] !== steps[step]?.[1]) return reject(new Error(`mail refused: ${last[0].trim()}`))
      const next = steps[++step]
      if (next) socket.write(`${next[0]}\r\n`)
      else resolve()
    })
  }).finally(() => socket.destroy())
}
