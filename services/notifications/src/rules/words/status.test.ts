import { expect, test } from 'vitest'
import { type Moment, prepareMessages } from '../message.ts'
import type { Kind } from '../notice-kind.ts'
import type { Facts } from '../template.ts'
import { programTexts } from './program-texts.ts'

const texts = prepareMessages({
  site: 'https://s.example',
  phone: '1-800-555-0100',
  hours: 20,
  ethicsHours: 6,
  reviewDays: 30,
  auditDays: 10,
  texts: programTexts,
})

/** Subject and paragraphs, word for word. */
type Said = readonly [string, ...string[]]
interface Case {
  readonly kind: Kind
  readonly what: string
  readonly facts?: Facts
  readonly moment?: Partial<Moment>
  readonly en: Said
  readonly es: Said
}

const number = 'CMPSS-000318'
const verificationUrl = 'https://v.example/c/1'
const status: Case[] = [
  {
    kind: 'M-6',
    what: 'renewed (REN-10)',
    facts: { number, expiresOn: '2028-12-31', keepRecordsUntil: '2028-11-10', verificationUrl },
    en: [
      'Your certification is renewed',
      'Your certification CMPSS-000318 is renewed and valid through Sunday, December 31, 2028. Your new certificate is on your dashboard now. Your employer can check it at https://v.example/c/1.',
      'Keep your continuing education records until November 10, 2028; if you are chosen for a random review, you have 10 days to send them.',
      'If you did not renew, call 1-800-555-0100 at once.',
    ],
    es: [
      'Su certificación está renovada',
      'Su certificación CMPSS-000318 está renovada y es válida hasta el domingo 31 de diciembre de 2028. Su nuevo certificado ya está en su panel. Su empleador puede verificarlo en https://v.example/c/1.',
      'Guarde sus comprobantes de educación continua hasta el 10 de noviembre de 2028; si le toca una revisión al azar, tendrá 10 días para enviarlos.',
      'Si usted no hizo esta renovación, llame de inmediato al 1-800-555-0100.',
    ],
  },
  {
    kind: 'M-8',
    what: 'late renewal received and paid (REN-20)',
    facts: {
      submittedOn: '2027-03-01',
      decideBy: '2027-03-31',
      totalCents: 16_000,
      paid: true,
    },
    en: [
      'We received your late renewal',
      'We received your late renewal and $160.00 on March 1, 2027. Staff will decide by March 31, 2027. Until then your certification is expired, and the public registry shows that.',
      'You do not need to do anything; if we have a question, we will write to you.',
    ],
    es: [
      'Recibimos su renovación tardía',
      'Recibimos su renovación tardía y $160.00 el 1 de marzo de 2027. El personal decidirá a más tardar el 31 de marzo de 2027. Hasta entonces su certificación está vencida y así aparece en el registro público.',
      'No tiene que hacer nada; si tenemos una pregunta, le escribiremos.',
    ],
  },
  {
    kind: 'M-8',
    what: 'sent again without paying again',
    facts: { submittedOn: '2027-04-01', decideBy: '2027-05-01', totalCents: 0, paid: false },
    en: [
      'We received your late renewal',
      'We received your late renewal on April 1, 2027. Staff will decide by May 1, 2027. Until then your certification is expired, and the public registry shows that.',
      'You do not need to do anything; if we have a question, we will write to you.',
    ],
    es: [
      'Recibimos su renovación tardía',
      'Recibimos su renovación tardía el 1 de abril de 2027. El personal decidirá a más tardar el 1 de mayo de 2027. Hasta entonces su certificación está vencida y así aparece en el registro público.',
      'No tiene que hacer nada; si tenemos una pregunta, le escribiremos.',
    ],
  },
  {
    kind: 'M-9',
    what: 'approved (REN-21)',
    facts: {
      approved: true,
      number,
      activeFrom: '2027-03-10',
      expiresOn: '2028-12-31',
      verificationUrl,
    },
    en: [
      'Your late renewal is approved',
      'Your certification CMPSS-000318 is active from March 10, 2027. It is valid through Sunday, December 31, 2028, two years from the old date. Your certificate is on your dashboard now, and employers can check it at https://v.example/c/1.',
    ],
    es: [
      'Su renovación tardía fue aprobada',
      'Su certificación CMPSS-000318 está activa desde el 10 de marzo de 2027. Es válida hasta el domingo 31 de diciembre de 2028, dos años después de la fecha anterior. Su certificado ya está en su panel y los empleadores pueden verificarlo en https://v.example/c/1.',
    ],
  },
  {
    kind: 'M-9',
    what: 'refused',
    facts: { approved: false, resubmitThrough: '2027-12-31', appealBy: '2027-04-09' },
    en: [
      'Decision about your late renewal',
      'We could not approve your late renewal. The reason and what you can do are on your dashboard; log in to read them. You can correct it and submit again, without paying again, through December 31, 2027. You can appeal through April 9, 2027. The fee is not returned.',
    ],
    es: [
      'Decisión sobre su renovación tardía',
      'No pudimos aprobar su renovación tardía. La razón y lo que puede hacer están en su panel; inicie sesión para leerlas. Puede corregirla y enviarla de nuevo, sin volver a pagar, hasta el 31 de diciembre de 2027. Puede apelar hasta el 9 de abril de 2027. La tarifa no se devuelve.',
    ],
  },
  {
    kind: 'M-13',
    what: 'a code',
    moment: { code: '482913' },
    en: [
      'Your code',
      'Your code is 482913. It works for 10 minutes. If you did not ask for it, do nothing.',
    ],
    es: ['Su código', 'Su código es 482913. Sirve por 10 minutos. Si no lo pidió, no haga nada.'],
  },
  {
    kind: 'M-15',
    what: 'a question',
    facts: { answerBy: '2027-03-20' },
    en: [
      'We have a question about your late renewal',
      'Log in to read and answer it by Saturday, March 20, 2027.',
    ],
    es: [
      'Tenemos una pregunta sobre su renovación tardía',
      'Inicie sesión para leerla y responder a más tardar el sábado 20 de marzo de 2027.',
    ],
  },
  {
    kind: 'M-16',
    what: 'to the former address',
    en: [
      'Your e-mail address was changed',
      'We now write to another address. If you did not change it, call 1-800-555-0100 at once.',
    ],
    es: [
      'Se cambió su correo electrónico',
      'Ahora le escribimos a otra dirección. Si usted no lo cambió, llame de inmediato al 1-800-555-0100.',
    ],
  },
]

test.each(
  status.flatMap((one) => [
    { ...one, language: 'en' as const, said: one.en },
    { ...one, language: 'es' as const, said: one.es },
  ]),
)(
  'NOT-1: the words of $kind, $what ($language)',
  ({ kind, language, facts = {}, moment, said }) => {
    const [subject, ...paragraphs] = said
    const at = { day: '2026-11-10', name: 'Marisol Vega', ...moment }
    expect(texts.subject(kind, language, facts, at)).toBe(subject)
    expect(texts.message(kind, language, facts, at)).toEqual({ paragraphs })
  },
)
