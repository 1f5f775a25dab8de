import PostalMime from 'postal-mime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Language } from '../src/rules/formatting.ts'
import { type Moment, prepareMessages } from '../src/rules/message.ts'
import type { Kind } from '../src/rules/notice-kind.ts'
import type { Facts } from '../src/rules/template.ts'
import { programTexts } from '../src/rules/words/program-texts.ts'
import { paceOf } from '../src/smtp/pace.ts'
import { pipelinedSender } from '../src/smtp/pipelined.ts'
import { type Letter, serverOf } from '../src/smtp/sender.ts'
import { singleSender } from '../src/smtp/single.ts'
import { scriptedServer, type ScriptedServer } from './scripted-server.ts'

const envelope = { from: 'notices@program.example', replyTo: 'help@program.example' }
const messages = prepareMessages({
  site: 'https://certification.example/',
  phone: '1-800-555-0100',
  hours: 20,
  ethicsHours: 6,
  reviewDays: 30,
  auditDays: 10,
  texts: programTexts,
})

const facts: Facts = {
  number: 'CMPSS-000318',
  expiresOn: '2026-12-31',
  newExpiresOn: '2028-12-31',
  lateThrough: '2027-12-31',
  feeCents: 8_000,
  lateTotalCents: 16_000,
}
const kinds: readonly Kind[] = ['M-1', 'M-2', 'M-3', 'M-4', 'M-5', 'M-12']
const names = [
  'Marisol Vega',
  'Íñigo Müller-Ñuñez ð 李',
  `<b>"O'Neill" & Söhne</b>`,
  '=?UTF-8?Q?not_a_word?=',
  '.starts with a dot',
  'ends with a blank ',
  'a\ttab and = signs ='.repeat(3),
  'Ø'.repeat(200),
  `"`.repeat(200),
]

/** Nothing here says which program wrote it: two that parse alike are the same mail. */
async function read(raw: string) {
  const mail = await PostalMime.parse(raw)
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value
  return {
    from: mail.from,
    to: mail.to,
    replyTo: mail.replyTo,
    subject: mail.subject,
    date: mail.date,
    messageId: mail.messageId,
    text: mail.text?.replaceAll('\r\n', '\n').trimEnd(),
    html: mail.html?.replaceAll('\r\n', '\n').trimEnd(),
    attachments: mail.attachments.length,
    submitted: header('auto-submitted'),
    language: header('content-language'),
    stop: [header('list-unsubscribe'), header('list-unsubscribe-post')],
    type: header('content-type')?.split(';')[0],
  }
}

describe.each([
  ['with 8BITMIME', ['PIPELINING', '8BITMIME']],
  ['without', ['PIPELINING']],
] as const)('our client writes what nodemailer writes, %s', (_name, features) => {
  let server: ScriptedServer
  beforeAll(async () => {
    server = await scriptedServer({ features: [...features] })
  })
  afterAll(() => server.close())

  const cases = kinds.flatMap((kind, index) =>
    (['en', 'es'] as const).map((language) => [kind, language, index] as const),
  )
  test.each(cases)('%s in %s', async (kind, language, index) => {
    const letters = names.map((name, at) =>
      letterOf(kind, language, { name, at: index * 100 + at }),
    )
    const both = [
      pipelinedSender({
        server: serverOf(server.url),
        envelope,
        connections: 1,
        maxMessages: 100,
        timeoutMs: 5_000,
        pace: paceOf(0),
      }),
      singleSender({
        server: serverOf(server.url),
        envelope,
        maxMessages: 100,
        timeoutMs: 5_000,
        pace: paceOf(0),
      }),
    ]
    for (const sender of both) {
      const handings = await sender.send(
        letters.map((letter) => () => letter),
        performance.now() + 10_000,
      )
      expect(new Set(handings.map(({ outcome }) => outcome))).toEqual(new Set(['sent']))
      await sender.close()
    }
    for (const letter of letters) {
      const raws = server.taken.filter((mail) => mail.messageId === letter.messageId)
      const [ours, theirs] = await Promise.all(raws.map((mail) => read(mail.raw)))
      expect(ours).toEqual(theirs)
      expect(ours?.text).toBe(letter.text.replaceAll('\r\n', '\n').trimEnd())
      expect(ours?.html).toBe(letter.html.replaceAll('\r\n', '\n').trimEnd())
      const lines = raws.flatMap((mail) => mail.raw.split('\r\n'))
      expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(998)
      if (!features.includes('8BITMIME' as never)) expect(raws[0]?.raw).toMatch(/^[\0-\x7f]*$/)
    }
  })
})

test.each(kinds)('a mail that is said to be short is: %s', (kind) => {
  for (const language of ['en', 'es'] as const)
    for (const letter of ['"', '李', '.'])
      for (const count of [1, 100, 101]) {
        const mail = letterOf(kind, language, { name: letter.repeat(count), at: 0 })
        expect(mail.short).toBe(count <= 100)
        const lines = `${mail.text}\r\n${mail.html}`.split('\r\n')
        if (!mail.short) continue
        expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThan(990)
        expect(lines.filter((line) => line.startsWith('.'))).toEqual([])
      }
})

function letterOf(
  kind: Kind,
  language: Language,
  { name, at }: { name: string; at: number },
): Letter {
  const optional = !['M-1', 'M-12'].includes(kind)
  const unsubscribe = optional ? 'https://certification.example/u/AbC-_123' : undefined
  const moment: Moment = { day: '2026-12-30', name, drafted: at % 2 === 0, unsubscribe }
  return {
    messageId: `${kind}.${language}.${at}@program.example`,
    to: 'marisol@example.org',
    language,
    date: new Date('2026-12-30T14:00:00Z'),
    unsubscribe,
    ...messages.mail(kind, language, facts, moment),
  }
}
