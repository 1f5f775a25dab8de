import { describe, expect, test } from 'vitest'
import { type Moment, prepareMessages } from './message.ts'
import { type Kind, traits } from './notice-kind.ts'
import type { Facts } from './template.ts'

const stationery = {
  site: 'https://s.example',
  phone: '1-800-555-0100',
  hours: 20,
  ethicsHours: 6,
  reviewDays: 30,
  auditDays: 10,
  texts: { employer: { en: 'Ask your employer.', es: 'Pregunte a su empleador.' } },
}
/** Made anew for each test, so that a fault in the making shows in all of them. */
const texts = () => prepareMessages(stationery)
const kinds = Object.keys(traits) as Kind[]
const languages = ['en', 'es'] as const
const each = kinds.flatMap((kind) => languages.map((language) => ({ kind, language })))

/** More than any one of them needs. */
const facts: Facts = {
  number: 'CMPSS-000318',
  verificationUrl: 'https://v.example/c/1',
  expiresOn: '2026-12-31',
  newExpiresOn: '2028-12-31',
  lateThrough: '2027-12-31',
  feeCents: 8000,
  lateTotalCents: 16_000,
  totalCents: 8000,
  receiptNumber: 'R-2026-004417',
  paidOn: '2026-11-10',
  card: true,
  cardLast4: '4242',
  keepRecordsUntil: '2028-11-10',
  submittedOn: '2027-03-01',
  decideBy: '2027-03-31',
  resubmitThrough: '2027-12-31',
  appealBy: '2027-04-09',
  answerBy: '2027-03-20',
  failedOn: '2026-11-10',
  renewal: true,
  activeFrom: '2027-03-10',
}
const moment: Moment = {
  day: '2026-12-01',
  name: 'Marisol Vega',
  code: '482913',
  unsubscribe: 'https://s.example/u/token',
}
const mail = (kind: Kind, language: 'en' | 'es' = 'en', change: Partial<Moment> = {}) =>
  texts().mail(kind, language, facts, { ...moment, ...change })
const lines = (text: string) => text.split('\r\n')

describe('a mail as it is sent', () => {
  test('NOT-1: the whole of one, as text', () => {
    expect(mail('M-15').text).toBe(
      [
        'Certification Program',
        '',
        'Hello Marisol Vega,',
        '',
        'Log in to read and answer it by Saturday, March 20, 2027.',
        '',
        'You can also read this message at https://s.example, under Messages.',
        'Questions? Call 1-800-555-0100.',
        'You get this message because it is about your certification.',
        '',
      ].join('\r\n'),
    )
    expect(lines(mail('M-15', 'es').text)).toEqual([
      'Programa de certificación',
      '',
      'Hola, Marisol Vega:',
      '',
      'Inicie sesión para leerla y responder a más tardar el sábado 20 de marzo de 2027.',
      '',
      'También puede leer este mensaje en https://s.example, en Mensajes.',
      '¿Preguntas? Llame al 1-800-555-0100.',
      'Recibe este mensaje porque trata de su certificación.',
      '',
    ])
  })

  test('and as HTML: one column, no picture, no button, nothing that is fetched', () => {
    const column =
      "max-width:600px;margin:0 auto;padding:16px;background:#ffffff;color:#1c1d1f;font:17px/26px system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
    const site =
      '<a href="https://s.example" style="color:#07648d;text-decoration:underline">https://s.example</a>'
    expect(lines(mail('M-16').html)).toEqual([
      '<!DOCTYPE html>',
      '<html lang="en">',
      '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Certification Program</title></head>',
      '<body style="margin:0;background:#ffffff">',
      `<div style="${column}">`,
      '<p style="margin:0 0 16px;font-weight:600">Certification Program</p>',
      '<p style="margin:0 0 16px">Hello Marisol Vega,</p>',
      '<p style="margin:0 0 16px">We now write to another address. If you did not change it, call 1-800-555-0100 at once.</p>',
      `<p style="margin:0 0 16px">You can also read this message at ${site}, under Messages.<br>`,
      'Questions? Call 1-800-555-0100.<br>',
      'You get this message because we used to write to you at this address.</p>',
      '</div>',
      '</body>',
      '</html>',
      '',
    ])
    expect(mail('M-16', 'es').html).toContain('<html lang="es">')
    expect(mail('M-16', 'es').html).toContain('<title>Programa de certificación</title>')
  })

  test.each(each)('$kind ($language) has the same words in both forms', ({ kind, language }) => {
    for (const change of [{}, { drafted: true }, { copied: '2026-10-02' }]) {
      const { text, html } = mail(kind, language, change)
      const [, body = ''] = html.split('<body')
      const read = body
        .slice(body.indexOf('>') + 1)
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
      const words = (all: string) =>
        all
          .replaceAll(/\s+/g, ' ')
          .replaceAll(/ (?=[.,)])/g, '')
          .trim()
      expect(words(read)).toBe(words(text))
      expect(html).not.toMatch(/<p[^>]*><\/p>/)
      expect(text).not.toMatch(/\r\n\r\n\r\n/)
    }
  })

  test.each(each)('$kind ($language) leads nowhere but to us', ({ kind, language }) => {
    const { html } = mail(kind, language)
    expect(html).not.toMatch(/<(img|button|form|script|link|iframe|style)\b|url\(/i)
    const targets = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map((found) => found[1])
    const ours = ['https://s.example', 'https://v.example/c/1', 'https://s.example/u/token']
    for (const target of targets) expect(ours).toContain(target)
    expect(targets).toContain('https://s.example')
  })

  test('a name with signs of HTML stays a name', () => {
    const name = '<b>Ana</b> & Co'
    expect(mail('M-16', 'en', { name }).html).toContain('Hello &lt;b&gt;Ana&lt;/b&gt; &amp; Co,')
    expect(mail('M-16', 'en', { name }).text).toContain('Hello <b>Ana</b> & Co,')
  })

  test('nothing is sent to somebody without a name, and no code is left out', () => {
    expect(() => mail('M-16', 'en', { name: undefined })).toThrow('the mail lacks name')
    expect(() => mail('M-13', 'en', { code: undefined })).toThrow('the mail lacks code')
    expect(() => mail('M-2', 'en', { unsubscribe: undefined })).toThrow('lacks unsubscribe')
  })
})

describe('the last lines say where to read it, whom to call, and why it came', () => {
  const certification = {
    en: 'You get this message because it is about your certification.',
    es: 'Recibe este mensaje porque trata de su certificación.',
  }
  const reminder = {
    en: 'You get this reminder because your certification expires soon. To stop these extra reminders, open https://s.example/u/token and confirm there. Your dates do not change.',
    es: 'Recibe este recordatorio porque su certificación vence pronto. Para dejar de recibir estos recordatorios adicionales, abra https://s.example/u/token y confirme allí. Sus fechas no cambian.',
  }
  const own: Partial<Record<Kind, { en: string; es: string }>> = {
    'M-1': {
      en: 'You get this notice because your certification can be renewed. Every holder gets it.',
      es: 'Recibe este aviso porque ya puede renovar su certificación. Se envía a todas las personas certificadas.',
    },
    'M-2': reminder,
    'M-3': reminder,
    'M-4': reminder,
    'M-5': reminder,
    'M-13': {
      en: 'You get this message because a code was asked for with your certification.',
      es: 'Recibe este mensaje porque se pidió un código con su certificación.',
    },
    'M-16': {
      en: 'You get this message because we used to write to you at this address.',
      es: 'Recibe este mensaje porque antes le escribíamos a esta dirección.',
    },
  }

  test.each(each)('REN-18: $kind ($language)', ({ kind, language }) => {
    const { text } = mail(kind, language)
    const because = (own[kind] ?? certification)[language]
    const portal = {
      en: 'You can also read this message at https://s.example, under Messages.',
      es: 'También puede leer este mensaje en https://s.example, en Mensajes.',
    }
    const help = {
      en: 'Questions? Call 1-800-555-0100.',
      es: '¿Preguntas? Llame al 1-800-555-0100.',
    }
    expect(lines(text).slice(-4)).toEqual([portal[language], help[language], because, ''])
  })

  test.each(kinds)('REN-16: only M-2 to M-5 tell how to stop them: %s', (kind) => {
    const stops = ['M-2', 'M-3', 'M-4', 'M-5'].includes(kind)
    expect(mail(kind).text.includes('/u/token')).toBe(stops)
  })
})

describe('a copy', () => {
  test.each(each)(
    'of $kind ($language) is marked as one, and why it came',
    ({ kind, language }) => {
      const mark = {
        en: 'Copy of our message of Oct 2',
        es: 'Copia de nuestro mensaje del 2 de octubre',
      }[language]
      const because = {
        en: 'You get this copy because our staff sent it to you.',
        es: 'Recibe esta copia porque nuestro personal se la envió.',
      }[language]
      const copied = { copied: '2026-10-02', unsubscribe: undefined }
      const { subject, text } = mail(kind, language, copied)
      expect(subject).toBe(`${mark}: ${mail(kind, language).subject}`)
      expect(lines(text)[4]).toBe(mark)
      expect(lines(text).slice(-2)).toEqual([because, ''])
      const { paragraphs } = texts().message(kind, language, facts, { ...moment, ...copied })
      const original = texts().message(kind, language, facts, moment)
      expect(paragraphs).toEqual([mark, ...original.paragraphs])
    },
  )
})

describe('the moment at which a mail is written', () => {
  test('counts the days of the three that count, and of no others', () => {
    const at = (kind: Kind, day: string) => texts().subject(kind, 'en', facts, { ...moment, day })
    expect(at('M-2', '2026-11-01')).toBe('60 days left to renew your certification')
    expect(at('M-2', '2026-12-29')).toBe('2 days left to renew your certification')
    expect(at('M-3', '2026-12-30')).toBe('1 day left to renew your certification')
    expect(at('M-4', '2026-12-31')).toBe('0 days left: your certification expires December 31')
    expect(at('M-1', '2026-12-30')).toBe('You can renew your certification now')
  })

  test('a list needs neither a name nor a code: no subject holds one', () => {
    for (const { kind, language } of each) {
      const said = texts().subject(kind, language, facts, { day: '2026-12-01' })
      expect(said).toBe(mail(kind, language).subject)
    }
  })

  test('the portal shows the paragraphs, without empty ones', () => {
    expect(texts().message('M-12', 'es', facts, moment).paragraphs).toHaveLength(3)
    expect(texts().message('M-12', 'es', facts, moment).paragraphs[1]).toBe(
      'Pregunte a su empleador.',
    )
    for (const { kind, language } of each) {
      const { paragraphs } = texts().message(kind, language, facts, { ...moment, drafted: true })
      for (const paragraph of paragraphs) expect(paragraph).not.toBe('')
    }
  })

  test('a draft that is not under way is not mentioned', () => {
    expect(mail('M-2', 'en', { drafted: false }).text).not.toContain('You have started')
    expect(mail('M-2', 'en', { drafted: true }).text).toContain(
      'Renew My Certification.\r\n\r\nYou have started; what you entered is saved.\r\n\r\nYou can also',
    )
    expect(mail('M-1', 'en', { drafted: true }).text).not.toContain('You have started')
    expect(mail('M-5', 'es', { drafted: true }).html).toContain(
      '<p style="margin:0 0 16px">Usted ya comenzó; lo que escribió está guardado.</p>',
    )
  })

  test('REN-20: the two decisions about a late renewal are two mails', () => {
    const said = (approved: boolean) => texts().subject('M-9', 'en', { ...facts, approved }, moment)
    expect(said(true)).toBe('Your late renewal is approved')
    expect(said(false)).toBe('Decision about your late renewal')
  })

  test('the numbers of the program and its own sentences come from outside', () => {
    const other = prepareMessages({ ...stationery, hours: 25, reviewDays: 45, phone: '1-2' })
    expect(other.message('M-2', 'en', facts, moment).paragraphs[0]).toContain('25 in all, 6 in law')
    expect(other.message('M-3', 'en', facts, moment).paragraphs[0]).toContain('up to 45 days')
    expect(other.mail('M-16', 'en', facts, moment).text).toContain('Questions? Call 1-2.')
  })
})

describe('NOT-4: being a peer is private', () => {
  test.each(each)('the subject of $kind ($language) gives nothing away', ({ kind, language }) => {
    for (const approved of [true, false])
      for (const copied of [undefined, '2026-10-02']) {
        const said = texts().subject(kind, language, { ...facts, approved }, { ...moment, copied })
        expect(said).not.toMatch(/peer|mental|health|salud|medi-cal|support|apoyo|\bpares\b/i)
        expect(said).not.toMatch(/marisol|vega|CMPSS|482913/i)
      }
  })

  test.each(each)('nothing in $kind ($language) does', ({ kind, language }) => {
    const { text, html } = mail(kind, language)
    for (const form of [text, html])
      expect(form).not.toMatch(/peer|mental|health|salud|complaint|queja|accommodation/i)
  })
})
