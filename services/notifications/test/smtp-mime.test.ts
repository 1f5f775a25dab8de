import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { addressOf } from '../src/smtp/address.ts'
import { contentOf, encodedSubject, quotedPrintable } from '../src/smtp/mime.ts'
import { paceOf } from '../src/smtp/pace.ts'
import { replyReader } from '../src/smtp/reply.ts'
import type { Letter } from '../src/smtp/sender.ts'

const envelope = { from: 'notices@program.example', replyTo: 'help@program.example' }
const letter: Letter = {
  messageId: 'one@program.example',
  to: 'one@example.org',
  language: 'es',
  subject: 'Ya puede renovar su certificación',
  text: 'Hola:\r\n',
  html: '<p>Hola:</p>\r\n',
  date: new Date('2026-10-02T13:00:00Z'),
}
const written = (change: Partial<Letter>, eightBit = true) =>
  contentOf({ ...letter, ...change }, letter.to, envelope, eightBit)

test.each(['.\r\nQUIT\r\n', 'a\r\n.\r\nMAIL FROM:<evil@x.example>\r\n', '..\r\n.b\r\n'])(
  'T-41: %j cannot end a mail before its end',
  async (text) => {
    for (const eightBit of [true, false]) {
      const content = written({ text }, eightBit)
      expect(content.endsWith('\r\n.\r\n')).toBe(true)
      expect(content.slice(0, -5)).not.toContain('\r\n.\r\n')
      const received = content.slice(0, -3).replaceAll('\r\n..', '\r\n.')
      const mail = await PostalMime.parse(received)
      expect(mail.text?.trimEnd()).toBe(text.replaceAll('\r\n', '\n').trimEnd())
    }
  },
)

test.each([
  ['a Message-ID', { messageId: 'x>\r\nBcc: evil@x.example' }],
  ['a link', { unsubscribe: 'https://x.example/\r\nBcc: evil@x.example' }],
  ['a subject', { subject: 'x\r\nBcc: evil@x.example' }],
  ['a subject with a bare line end', { subject: 'x\nBcc: evil@x.example' }],
])('T-41: %s with a line end is refused', (_what, change) => {
  expect(() => written(change)).toThrow('line end')
})

test('a subject beyond ASCII is written in words of at most 75 characters', () => {
  const subject = 'Le quedan 30 días – ¡renueve su certificación ahora mismo, señor Muñoz! '.repeat(
    4,
  )
  const words = encodedSubject(subject).split('\r\n ')
  expect(words.length).toBeGreaterThan(1)
  for (const word of words) expect(word).toMatch(/^=\?UTF-8\?B\?[\w+/=]{1,63}\?=$/)
  const text = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('')
  expect(text).toBe(subject)
})

test('a line that is too long for SMTP is cut in pieces that are put together again', async () => {
  const text = `${'ñ'.repeat(600)}\r\nshort \r\n`
  const content = written({ text })
  expect(content).toContain('Content-Transfer-Encoding: quoted-printable')
  expect(Math.max(...content.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
  const mail = await PostalMime.parse(content.slice(0, -3))
  expect(mail.text).toContain('ñ'.repeat(600))
  expect(quotedPrintable('a =\r\n')).toBe('a =3D\r\n')
})

test('the date is that of the program, in the form of mails', () => {
  expect(written({})).toContain('\r\nDate: Fri, 02 Oct 2026 13:00:00 +0000\r\n')
})

test('a name of a domain beyond ASCII becomes the one that servers know', () => {
  expect(addressOf('maria@correo.españa.example')).toBe('maria@correo.xn--espaa-rta.example')
  expect(addressOf('maría@example.org')).toBeUndefined()
})

test('replies in any pieces are read as they were meant', () => {
  const said: [number, readonly string[]][] = []
  const read = replyReader((code, lines) => said.push([code, lines]))
  for (const piece of '250-mail.test\r\n250-PIPELINING\r\n250 8BITMIME\r\n354 go\r\nwhat\r\n')
    read(piece)
  expect(said).toEqual([
    [250, ['mail.test', 'PIPELINING', '8BITMIME']],
    [354, ['go']],
    [0, ['']],
  ])
  read('x'.repeat(9_000))
  expect(said.at(-1)).toEqual([0, []])
})

test('a bucket gives out what its rate allows, and service mail is paid back by reminders', () => {
  let now = 0
  const pace = paceOf(10, () => now)
  expect([pace.take(), pace.take()]).toEqual([true, false])
  now = 100
  expect([pace.take(), pace.take()]).toEqual([true, false])
  now = 200
  pace.borrow()
  pace.borrow()
  now = 300
  expect(pace.take()).toBe(false)
  now = 400
  expect(pace.take()).toBe(true)
  now = 60_000
  expect([pace.take(), pace.take()]).toEqual([true, false])
  expect(paceOf(0).take()).toBe(true)
})
