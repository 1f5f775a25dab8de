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
const expiresOn = '2026-12-31'
const reminder = {
  expiresOn,
  newExpiresOn: '2028-12-31',
  lateThrough: '2027-12-31',
  number,
  feeCents: 8000,
  lateTotalCents: 16_000,
}
const goThere = 'Go to https://s.example, select Register/Login, then Renew My Certification.'
const vaya =
  'Vaya a https://s.example, seleccione Registrarse/Iniciar sesión y luego Renovar mi certificación.'
const m2 = [
  'Your certification expires on Thursday, December 31, 2026. Now is a good time to add up your hours: 20 in all, 6 in law and ethics, finished before you renew.',
  'If you have a voucher, enter it when you pay; it cannot be used after you have paid by card.',
  goThere,
] as const
const m2es = [
  'Su certificación vence el jueves 31 de diciembre de 2026. Es buen momento para sumar sus horas: 20 en total, 6 de leyes y ética, terminadas antes de renovar.',
  'Si tiene un vale, úselo al pagar; no se puede usar después de pagar con tarjeta.',
  vaya,
] as const
const m3 = [
  'Your certification expires on Thursday, December 31, 2026. Renewing by then costs $80.00 and works at once. After that day it is expired, renewing costs $160.00, and a review can take up to 30 days.',
  `${goThere} If something keeps you from renewing, call 1-800-555-0100.`,
] as const
const m3es = [
  'Su certificación vence el jueves 31 de diciembre de 2026. Renovar a más tardar ese día cuesta $80.00 y queda lista de inmediato. Después estará vencida, renovar costará $160.00 y la revisión puede tomar hasta 30 días.',
  `${vaya} Si algo le impide renovar, llame al 1-800-555-0100.`,
] as const
const m4 = [
  'Your certification expires on Thursday, December 31, 2026, at 11:59 p.m. Pacific time. It takes about 10 minutes on a phone or computer. What counts is the moment you press Pay, if the payment then goes through, so please do not wait for the last hour.',
  'Trouble logging in or paying? Call 1-800-555-0100 this week.',
] as const
const m4es = [
  'Su certificación vence el jueves 31 de diciembre de 2026 a las 11:59 p. m., hora del Pacífico. Toma unos 10 minutos en un teléfono o una computadora. Lo que cuenta es el momento en que presiona Pagar, si el pago después se completa, así que por favor no espere hasta la última hora.',
  '¿Problemas para entrar o pagar? Llame al 1-800-555-0100 esta semana.',
] as const
const m5 = [
  'Your certification expires today at 11:59 p.m. Pacific time. If you pay $80.00 by then, it is valid through December 31, 2028, at once. From tomorrow you would not be certified until a late renewal ($160.00) is reviewed.',
  goThere,
] as const
const m5es = [
  'Su certificación vence hoy a las 11:59 p. m., hora del Pacífico. Si paga $80.00 a más tardar a esa hora, será válida de inmediato hasta el 31 de diciembre de 2028. Desde mañana no tendría certificación vigente hasta que se revise una renovación tardía ($160.00).',
  vaya,
] as const
const reminders: Case[] = [
  {
    kind: 'M-1',
    what: '90 days',
    facts: reminder,
    moment: { day: '2026-10-02' },
    en: [
      'You can renew your certification now',
      'Your certification CMPSS-000318 expires on Thursday, December 31, 2026. You can renew it online now; it takes about 10 minutes and costs $80.00. Renewing early loses no time: your new date is December 31, 2028, whichever day you renew.',
      'You need 20 hours of continuing education, 6 of them in law and ethics; you do not send proof now.',
      goThere,
    ],
    es: [
      'Ya puede renovar su certificación',
      'Su certificación CMPSS-000318 vence el jueves 31 de diciembre de 2026. Ya puede renovarla en línea; toma unos 10 minutos y cuesta $80.00. Renovar temprano no le quita tiempo: su nueva fecha será el 31 de diciembre de 2028, sin importar el día en que renueve.',
      'Necesita 20 horas de educación continua, 6 de ellas en leyes y ética; no tiene que enviar comprobantes ahora.',
      vaya,
    ],
  },
  {
    kind: 'M-2',
    what: '60 days',
    facts: reminder,
    moment: { day: '2026-11-01' },
    en: ['60 days left to renew your certification', ...m2],
    es: ['Le quedan 60 días para renovar su certificación', ...m2es],
  },
  {
    kind: 'M-2',
    what: 'one day, after mail was held up for long',
    facts: reminder,
    moment: { day: '2026-12-30' },
    en: ['1 day left to renew your certification', ...m2],
    es: ['Le queda 1 día para renovar su certificación', ...m2es],
  },
  {
    kind: 'M-3',
    what: '30 days',
    facts: reminder,
    moment: { day: '2026-12-01' },
    en: ['30 days left to renew your certification', ...m3],
    es: ['Le quedan 30 días para renovar su certificación', ...m3es],
  },
  {
    kind: 'M-3',
    what: 'one day',
    facts: reminder,
    moment: { day: '2026-12-30' },
    en: ['1 day left to renew your certification', ...m3],
    es: ['Le queda 1 día para renovar su certificación', ...m3es],
  },
  {
    kind: 'M-4',
    what: '7 days',
    facts: reminder,
    moment: { day: '2026-12-24' },
    en: ['7 days left: your certification expires December 31', ...m4],
    es: ['Quedan 7 días: su certificación vence el 31 de diciembre', ...m4es],
  },
  {
    kind: 'M-4',
    what: 'two days',
    facts: reminder,
    moment: { day: '2026-12-29' },
    en: ['2 days left: your certification expires December 31', ...m4],
    es: ['Quedan 2 días: su certificación vence el 31 de diciembre', ...m4es],
  },
  {
    kind: 'M-4',
    what: 'one day',
    facts: reminder,
    moment: { day: '2026-12-30' },
    en: ['1 day left: your certification expires December 31', ...m4],
    es: ['Queda 1 día: su certificación vence el 31 de diciembre', ...m4es],
  },
  {
    kind: 'M-5',
    what: 'the day itself',
    facts: reminder,
    moment: { day: '2026-12-31' },
    en: ['Today is the last day to renew your certification', ...m5],
    es: ['Hoy es el último día para renovar su certificación', ...m5es],
  },
  {
    kind: 'M-12',
    what: 'expired',
    facts: reminder,
    moment: { day: '2027-01-01' },
    en: [
      'Your certification expired on December 31, 2026',
      'Your certification CMPSS-000318 expired on Thursday, December 31, 2026, so you are not certified now. You can still renew late, online, through December 31, 2027. It costs $160.00 and staff review it within 30 days; after approval it is valid through December 31, 2028.',
      'Tell your employer before you work again as a certified specialist.',
      'If you think this is a mistake, or something kept you from renewing, call 1-800-555-0100.',
    ],
    es: [
      'Su certificación venció el 31 de diciembre de 2026',
      'Su certificación CMPSS-000318 venció el jueves 31 de diciembre de 2026, así que ahora no tiene certificación vigente. Todavía puede hacer una renovación tardía, en línea, hasta el 31 de diciembre de 2027. Cuesta $160.00 y el personal la revisa en un plazo de 30 días; una vez aprobada, será válida hasta el 31 de diciembre de 2028.',
      'Hable con su empleador antes de volver a trabajar como especialista con certificación.',
      'Si cree que es un error, o si algo le impidió renovar, llame al 1-800-555-0100.',
    ],
  },
]

test.each(
  reminders.flatMap((one) => [
    { ...one, language: 'en' as const, said: one.en },
    { ...one, language: 'es' as const, said: one.es },
  ]),
)(
  'REN-16 REN-18: the words of $kind, $what ($language)',
  ({ kind, language, facts = {}, moment, said }) => {
    const [subject, ...paragraphs] = said
    const at = { day: '2026-11-10', name: 'Marisol Vega', ...moment }
    expect(texts.subject(kind, language, facts, at)).toBe(subject)
    expect(texts.message(kind, language, facts, at)).toEqual({ paragraphs })
  },
)

const started = {
  en: 'You have started; what you entered is saved.',
  es: 'Usted ya comenzó; lo que escribió está guardado.',
}

test.each(reminders)('REN-18: a draft under way adds one sentence to $kind, $what', (one) => {
  const { kind, facts = {}, moment } = one
  const at = { day: '2026-11-10', drafted: true, ...moment }
  const isOptional = ['M-2', 'M-3', 'M-4', 'M-5'].includes(kind)
  for (const language of ['en', 'es'] as const) {
    const [, ...paragraphs] = one[language]
    const added = isOptional ? [started[language]] : []
    expect(texts.message(kind, language, facts, at).paragraphs).toEqual([...paragraphs, ...added])
  }
})
