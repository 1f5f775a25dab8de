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
const receipt = {
  receiptNumber: 'R-2026-004417',
  totalCents: 8000,
  paidOn: '2026-11-10',
  number,
  card: true,
  cardLast4: '4242',
  coveredCents: 0,
  waivedCents: 0,
  vouchers: '',
}
const free = { ...receipt, totalCents: 0, card: false, voucher: true, vouchers: 'RW-7731' }

const pdf = 'A PDF for your employer or your records is under Payments and Receipts.'
const pdfEs = 'En Pagos y recibos hay un PDF para su empleador o para usted.'

const received = 'We received $80.00 on November 10, 2026, by card ending 4242.'
const recibido = 'Recibimos $80.00 el 10 de noviembre de 2026, con la tarjeta terminada en 4242.'
const itPaid = 'It paid the certification renewal fee of Marisol Vega, CMPSS-000318.'
const pago = 'Pagó la tarifa de renovación de la certificación de Marisol Vega, CMPSS-000318.'
const itPaidLate =
  'It paid the certification renewal fee and the late fee of Marisol Vega, CMPSS-000318.'
const pagoLate =
  'Pagó la tarifa de renovación de la certificación y el recargo por renovación tardía de Marisol Vega, CMPSS-000318.'
const kept = 'The fee is not returned.'
const keptEs = 'La tarifa no se devuelve.'

const money: Case[] = [
  {
    kind: 'M-7',
    what: 'paid by card (PAY-9)',
    facts: receipt,
    en: ['Receipt R-2026-004417: $80.00', `${received} ${itPaid} ${kept}`, pdf],
    es: ['Recibo R-2026-004417: $80.00', `${recibido} ${pago} ${keptEs}`, pdfEs],
  },
  {
    kind: 'M-7',
    what: 'covered by a voucher, nothing charged',
    facts: { ...free, nothingCharged: true, coveredCents: 8000 },
    en: [
      'Receipt R-2026-004417: $0.00',
      `We received $0.00 on November 10, 2026. ${itPaid} Voucher RW-7731 covered $80.00; nothing was charged. ${kept}`,
      pdf,
    ],
    es: [
      'Recibo R-2026-004417: $0.00',
      `Recibimos $0.00 el 10 de noviembre de 2026. ${pago} El vale RW-7731 cubrió $80.00; no se cobró nada. ${keptEs}`,
      pdfEs,
    ],
  },
  {
    kind: 'M-7',
    what: 'covered by two vouchers, late fee and all',
    facts: {
      ...free,
      nothingCharged: true,
      voucher: false,
      vouchersMany: true,
      late: true,
      vouchers: 'RW-7731, RW-7732',
      coveredCents: 16_000,
    },
    en: [
      'Receipt R-2026-004417: $0.00',
      `We received $0.00 on November 10, 2026. ${itPaidLate} Vouchers RW-7731, RW-7732 covered $160.00; nothing was charged. ${kept}`,
      pdf,
    ],
    es: [
      'Recibo R-2026-004417: $0.00',
      `Recibimos $0.00 el 10 de noviembre de 2026. ${pagoLate} Los vales RW-7731, RW-7732 cubrieron $160.00; no se cobró nada. ${keptEs}`,
      pdfEs,
    ],
  },
  {
    kind: 'M-7',
    what: 'a voucher covered a part',
    facts: {
      ...receipt,
      partCovered: true,
      voucher: true,
      vouchers: 'RW-7731',
      coveredCents: 8000,
      late: true,
    },
    en: [
      'Receipt R-2026-004417: $80.00',
      `${received} ${itPaidLate} Voucher RW-7731 covered $80.00. ${kept}`,
      pdf,
    ],
    es: [
      'Recibo R-2026-004417: $80.00',
      `${recibido} ${pagoLate} El vale RW-7731 cubrió $80.00. ${keptEs}`,
      pdfEs,
    ],
  },
  {
    kind: 'M-7',
    what: 'two vouchers covered a part',
    facts: {
      ...receipt,
      partCovered: true,
      vouchersMany: true,
      vouchers: 'RW-1, RW-2',
      coveredCents: 9000,
    },
    en: [
      'Receipt R-2026-004417: $80.00',
      `${received} ${itPaid} Vouchers RW-1, RW-2 covered $90.00. ${kept}`,
      pdf,
    ],
    es: [
      'Recibo R-2026-004417: $80.00',
      `${recibido} ${pago} Los vales RW-1, RW-2 cubrieron $90.00. ${keptEs}`,
      pdfEs,
    ],
  },
  {
    kind: 'M-7',
    what: 'the late fee was waived (REN-24)',
    facts: { ...receipt, waived: true, waivedCents: 8000 },
    en: [
      'Receipt R-2026-004417: $80.00',
      `${received} ${itPaid} The late fee of $80.00 was waived. ${kept}`,
      pdf,
    ],
    es: [
      'Recibo R-2026-004417: $80.00',
      `${recibido} ${pago} No se cobró el recargo de $80.00. ${keptEs}`,
      pdfEs,
    ],
  },
  {
    kind: 'M-10',
    what: 'failed, with a day to pay by',
    facts: { totalCents: 8000, failedOn: '2026-11-10', payBy: expiresOn },
    en: [
      'Your renewal payment did not go through',
      'The payment of $80.00 on November 10, 2026 did not go through, and you were not charged. Your certification is not renewed yet; your form is saved. Log in, select Renew My Certification, and pay with another card or a voucher by Thursday, December 31, 2026.',
      'Your bank can tell you why a card was declined; we cannot see the reason in full.',
    ],
    es: [
      'Su pago de renovación no se completó',
      'El pago de $80.00 del 10 de noviembre de 2026 no se completó y no se le cobró nada. Su certificación todavía no está renovada; su formulario está guardado. Inicie sesión, seleccione Renovar mi certificación y pague con otra tarjeta o con un vale a más tardar el jueves 31 de diciembre de 2026.',
      'Su banco puede decirle por qué rechazó la tarjeta; nosotros no vemos la razón completa.',
    ],
  },
  {
    kind: 'M-10',
    what: 'failed, and no day is known',
    facts: { totalCents: 8000, failedOn: '2026-11-10' },
    en: [
      'Your renewal payment did not go through',
      'The payment of $80.00 on November 10, 2026 did not go through, and you were not charged. Your certification is not renewed yet; your form is saved. Log in, select Renew My Certification, and pay with another card or a voucher.',
      'Your bank can tell you why a card was declined; we cannot see the reason in full.',
    ],
    es: [
      'Su pago de renovación no se completó',
      'El pago de $80.00 del 10 de noviembre de 2026 no se completó y no se le cobró nada. Su certificación todavía no está renovada; su formulario está guardado. Inicie sesión, seleccione Renovar mi certificación y pague con otra tarjeta o con un vale.',
      'Su banco puede decirle por qué rechazó la tarjeta; nosotros no vemos la razón completa.',
    ],
  },
  {
    kind: 'M-11',
    what: 'unknown is called unknown',
    facts: { totalCents: 8000 },
    en: [
      'We are checking your payment',
      'We do not know yet whether your payment of $80.00 went through. Please do not pay again. We ask the card company and will write to you as soon as we know. If it goes through, the moment you pressed Pay is what counts.',
    ],
    es: [
      'Estamos revisando su pago',
      'Todavía no sabemos si su pago de $80.00 se completó. Por favor no pague otra vez. Estamos consultando a la compañía de la tarjeta y le escribiremos en cuanto sepamos. Si se completa, lo que cuenta es el momento en que presionó Pagar.',
    ],
  },
  {
    kind: 'M-14',
    what: 'a voucher for the renewal fee',
    facts: { expiresOn, renewal: true, late: false },
    moment: { code: 'RENEW-7731' },
    en: [
      'You have a voucher',
      'Voucher RENEW-7731 pays the certification renewal fee through Thursday, December 31, 2026. It is yours alone. Enter it when you pay.',
    ],
    es: [
      'Tiene un vale',
      'El vale RENEW-7731 paga la tarifa de renovación de la certificación hasta el jueves 31 de diciembre de 2026. Es solo para usted. Úselo al pagar.',
    ],
  },
  {
    kind: 'M-14',
    what: 'a voucher for the late fee',
    facts: { expiresOn, renewal: false, late: true },
    moment: { code: 'LATE-7731' },
    en: [
      'You have a voucher',
      'Voucher LATE-7731 pays the late renewal fee through Thursday, December 31, 2026. It is yours alone. Enter it when you pay.',
    ],
    es: [
      'Tiene un vale',
      'El vale LATE-7731 paga el recargo por renovación tardía hasta el jueves 31 de diciembre de 2026. Es solo para usted. Úselo al pagar.',
    ],
  },
]

test.each(
  money.flatMap((one) => [
    { ...one, language: 'en' as const, said: one.en },
    { ...one, language: 'es' as const, said: one.es },
  ]),
)(
  'PAY-9 NOT-1: the words of $kind, $what ($language)',
  ({ kind, language, facts = {}, moment, said }) => {
    const [subject, ...paragraphs] = said
    const at = { day: '2026-11-10', name: 'Marisol Vega', ...moment }
    expect(texts.subject(kind, language, facts, at)).toBe(subject)
    expect(texts.message(kind, language, facts, at)).toEqual({ paragraphs })
  },
)
