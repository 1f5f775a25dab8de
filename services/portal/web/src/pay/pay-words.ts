import { NoAnswer, Refused, type Problem } from '../api/problem.ts'
import { failureText } from '../frame/failure.tsx'
import type { Speech } from '../words/language.ts'
import type { CardField } from './processor.ts'
import type { FeeLine, Payment } from './press-pay.ts'

/** What the pay box says after a press, and where it says it. */
export interface PayNotice {
  readonly tone: 'info' | 'error'
  /** "You have not been charged." stands first. */
  readonly notCharged: boolean
  readonly text: string
  readonly link?: { readonly to: string; readonly text: string }
}

/** Why a payment failed, word for word (renewal-service 1.1). */
export function failureNotice(payment: Payment, { t, words, format }: Speech): PayNotice {
  const { code = 'processor-error', voucherReleased } = payment.failure ?? {}
  const text = words.pay.failed[code].replace('{{total}}', format.money(payment.totalCents))
  const more = voucherReleased ? ` ${t('pay.failed.voucherReleased')}` : ''
  return { tone: 'error', notCharged: true, text: `${text}${more}` }
}

/** Beside which field the mistake stands. */
export function wrongField({ failure }: Payment): CardField | null {
  switch (failure?.code) {
    case 'wrong-number':
      return 'number'
    case 'wrong-expiration':
      return 'expiry'
    case 'wrong-security-code':
      return 'cvc'
    case 'wrong-zip':
      return 'zip'
    default:
      return null
  }
}

export const fieldError = (field: CardField, { words }: Speech): string =>
  words.pay.failed[
    (
      {
        number: 'wrong-number',
        expiry: 'wrong-expiration',
        cvc: 'wrong-security-code',
        zip: 'wrong-zip',
      } as const
    )[field]
  ]

type VoucherRefusal = Extract<keyof Speech['words']['pay']['voucher'], `voucher-${string}`>

export const isVoucherRefusal = (error: unknown): error is Refused =>
  error instanceof Refused && error.type.startsWith('voucher-')

/** The sentence about a refused code; nothing about another person's voucher. */
export function voucherNotice(
  { problem, type }: Refused,
  speech: Speech,
  phone: string,
): PayNotice {
  const { t, format, words } = speech
  const notice = (text: string): PayNotice => ({ tone: 'error', notCharged: true, text })
  const lockedUntil = problem.lockedUntil as string | undefined
  if (type === 'voucher-locked' || lockedUntil)
    return {
      tone: 'error',
      notCharged: false,
      text: `${t('pay.voucher.locked', { time: format.time(lockedUntil ?? new Date().toISOString()) })} ${t('pay.voucher.call', { phone })}`,
    }
  if (type === 'voucher-expired')
    return notice(dated(problem.endedOn, speech, ['voucher-expired', 'expiredUndated']))
  if (type === 'voucher-already-used')
    return {
      ...notice(dated(problem.usedOn, speech, ['voucher-already-used', 'usedUndated'])),
      ...(typeof problem.receiptId === 'string' && {
        link: { to: `/receipts/${problem.receiptId}`, text: t('pay.voucher.seeReceipt') },
      }),
    }
  return notice(words.pay.voucher[type as VoucherRefusal] ?? failureText(null, t))
}

function dated(
  day: unknown,
  { t, words, format }: Speech,
  [key, undated]: readonly [
    'voucher-expired' | 'voucher-already-used',
    'expiredUndated' | 'usedUndated',
  ],
): string {
  return typeof day === 'string'
    ? t(`pay.voucher.${key}`, { date: format.date(day) })
    : words.pay.voucher[undated]
}

interface Around {
  readonly speech: Speech
  readonly phone: string
  readonly expiresOn: string
}

/** A refusal of Pay itself: the total or the matter is not what stood there. */
export function refusalNotice(error: unknown, around: Around): PayNotice {
  const { speech, phone } = around
  const { t } = speech
  if (error instanceof NoAnswer)
    return { tone: 'error', notCharged: false, text: t('pay.noAnswer') }
  if (!(error instanceof Refused))
    return { tone: 'error', notCharged: true, text: failureText(error, t) }
  switch (error.type) {
    case 'total-changed':
      return totalNotice(error.problem, around)
    case 'card-needed':
      return {
        tone: 'info',
        notCharged: false,
        text: t('pay.cardNeeded', { total: totalOf(error.problem, speech) }),
      }
    case 'matter-changed':
      return matterNotice(error.problem, around)
    case 'fee-request-settled':
      return { tone: 'info', notCharged: false, text: t('pay.already') }
    case 'payments-down':
      return { tone: 'error', notCharged: true, text: t('frame.cardsDown', { phone }) }
    default:
      return { tone: 'error', notCharged: false, text: failureText(error, t) }
  }
}

const totalOf = (problem: Problem, { format }: Speech) =>
  format.money(typeof problem.totalCents === 'number' ? problem.totalCents : 0)

function totalNotice(problem: Problem, { speech, expiresOn }: Around): PayNotice {
  const { t, format } = speech
  const total = totalOf(problem, speech)
  if (problem.why === 'voucher')
    return { tone: 'info', notCharged: false, text: t('pay.cardNeeded', { total }) }
  const error = { tone: 'error', notCharged: true } as const
  if (problem.why === 'date')
    return {
      ...error,
      text: t('pay.midnight', { date: format.monthDay(expiresOn), total }),
      link: { to: '/renewal/ethics', text: t('pay.midnightNext') },
    }
  if (problem.why === 'fee' && typeof problem.since === 'string')
    return {
      ...error,
      text: t('pay.feeChanged', { date: format.monthDay(problem.since), total }),
    }
  return { ...error, text: t('pay.totalChanged', { total }) }
}

function matterNotice(problem: Problem, { speech, phone, expiresOn }: Around): PayNotice {
  const { t, format } = speech
  switch (problem.code) {
    case 'NOT_IN_GOOD_STANDING':
      return { tone: 'error', notCharged: true, text: t('pay.suspended') }
    case 'ALREADY_RENEWED':
      return { tone: 'info', notCharged: false, text: t('pay.already') }
    case 'SIGN_AGAIN':
    case 'ETHICS_NOT_SIGNED':
    case 'ATTESTATION_INCOMPLETE':
      return {
        tone: 'error',
        notCharged: true,
        text: t('form.code.signAgainExpired', { date: format.date(expiresOn) }),
        link: { to: '/renewal/ethics', text: t('pay.midnightNext') },
      }
    default:
      return { tone: 'error', notCharged: true, text: t('pay.noLonger', { phone }) }
  }
}

/** The lines that came with a refusal, to be shown in place of the old ones. */
export function linesIn(error: unknown): readonly FeeLine[] | null {
  if (!(error instanceof Refused)) return null
  const { lines } = error.problem
  return Array.isArray(lines) && lines.length > 0 ? (lines as FeeLine[]) : null
}
