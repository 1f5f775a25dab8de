export type Language = 'en' | 'es'

export interface ReceiptWords {
  readonly locale: string
  readonly program: string
  readonly title: string
  readonly number: string
  readonly paidOn: string
  readonly person: string
  readonly certification: string
  readonly paidWith: string
  readonly card: (brand: string, last4: string) => string
  readonly nothingCharged: string
  readonly fees: Readonly<Record<string, string>>
  readonly what: string
  readonly amount: string
  readonly voucher: (number: string) => string
  readonly waived: string
  readonly total: string
  readonly notReturned: string
  readonly questions: (phone: string) => string
}

export const receiptWords: Readonly<Record<Language, ReceiptWords>> = {
  en: {
    locale: 'en-US',
    program: 'Medi-Cal Peer Support Specialist Certification',
    title: 'Receipt',
    number: 'Receipt number',
    paidOn: 'Date of payment',
    person: 'Paid for',
    certification: 'Certification number',
    paidWith: 'Paid with',
    card: (brand, last4) => `${brand} card ending ${last4}`,
    nothingCharged: 'Nothing was charged',
    fees: { RENEWAL: 'Certification renewal fee', LATE_RENEWAL: 'Late fee' },
    what: 'What was paid',
    amount: 'Amount',
    voucher: (number) => `Voucher ${number}`,
    waived: 'waived',
    total: 'Total paid',
    notReturned: 'The fee is not returned.',
    questions: (phone) => `Questions? Call ${phone}.`,
  },
  es: {
    locale: 'es-US',
    program: 'Certificación de Especialistas en Apoyo entre Pares de Medi-Cal',
    title: 'Recibo',
    number: 'Número de recibo',
    paidOn: 'Fecha de pago',
    person: 'A nombre de',
    certification: 'Número de certificación',
    paidWith: 'Forma de pago',
    card: (brand, last4) => `Tarjeta ${brand} terminada en ${last4}`,
    nothingCharged: 'No se cobró nada',
    fees: {
      RENEWAL: 'Tarifa de renovación de la certificación',
      LATE_RENEWAL: 'Recargo por renovación tardía',
    },
    what: 'Lo que se pagó',
    amount: 'Cantidad',
    voucher: (number) => `Vale ${number}`,
    waived: 'no se cobra',
    total: 'Total pagado',
    notReturned: 'La tarifa no se devuelve.',
    questions: (phone) => `¿Preguntas? Llame al ${phone}.`,
  },
}

const brands: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
}

export const brandName = (brand: string): string => brands[brand] ?? ''

/** $80.00 in both languages; a minus that a screen reader says. */
export function money(cents: number): string {
  const sign = cents < 0 ? '\u2212' : ''
  const whole = Math.abs(cents)
  return `${sign}$${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`
}

/** The whole date: weekday, month in words, year. */
export function wholeDate(day: string, locale: string): string {
  const at = new Date(`${day}T12:00:00Z`)
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(at)
}
