import { describe, expect, test } from 'vitest'
import {
  answerOf,
  failureOf,
  type Intent,
  isOutage,
  outcomeOf,
  surelyRefused,
} from './card-answer.ts'

const intent: Intent = {
  id: 'pi_1',
  status: 'succeeded',
  amountCents: 8000,
  clientSecret: null,
  error: null,
  card: { brand: 'visa', last4: '4242' },
  at: null,
}

test.each([
  ['card_declined', 'insufficient_funds', 'not-enough-money'],
  ['card_declined', 'generic_decline', 'declined'],
  ['card_declined', undefined, 'declined'],
  ['card_declined', 'do_not_honor', 'declined'],
  ['card_declined', 'incorrect_cvc', 'wrong-security-code'],
  ['card_declined', 'invalid_cvc', 'wrong-security-code'],
  ['card_declined', 'expired_card', 'wrong-expiration'],
  ['card_declined', 'incorrect_zip', 'wrong-zip'],
  ['card_declined', 'authentication_required', 'bank-not-confirmed'],
  ['insufficient_funds', undefined, 'not-enough-money'],
  ['incorrect_number', undefined, 'wrong-number'],
  ['invalid_number', undefined, 'wrong-number'],
  ['expired_card', undefined, 'wrong-expiration'],
  ['invalid_expiry_month', undefined, 'wrong-expiration'],
  ['invalid_expiry_year', undefined, 'wrong-expiration'],
  ['incorrect_cvc', undefined, 'wrong-security-code'],
  ['incorrect_zip', undefined, 'wrong-zip'],
  ['incorrect_address', undefined, 'wrong-zip'],
  ['authentication_required', undefined, 'bank-not-confirmed'],
  ['payment_intent_authentication_failure', undefined, 'bank-not-confirmed'],
  ['processing_error', undefined, 'processor-error'],
  ['something_new', undefined, 'declined'],
  [undefined, undefined, 'processor-error'],
] as const)(
  'the processor says %s, %s: we say it as it is meant',
  (code, declineCode, expected) => {
    expect(failureOf({ code, declineCode })).toBe(expected)
  },
)

test.each([
  ['succeeded', 'succeeded'],
  ['requires_action', 'bank-asks'],
  ['processing', 'processing'],
  ['requires_payment_method', 'refused'],
  ['canceled', 'canceled'],
  ['requires_capture', 'unknown'],
  ['something_new', 'unknown'],
])('a payment that is %s there is %s here', (status, expected) => {
  expect(outcomeOf(status)).toBe(expected)
})

describe('surelyRefused', () => {
  test.each([400, 401, 402, 403, 404, 499])(
    'PAY-5: %i says for certain that nothing happened',
    (status) => {
      expect(surelyRefused({ status, type: 'invalid_request_error' })).toBe(true)
    },
  )
  test.each([undefined, 200, 399, 409, 429, 500, 503])('PAY-5: %s leaves it open', (status) => {
    expect(surelyRefused({ status, type: undefined })).toBe(false)
  })
  test('PAY-5: a key used before leaves it open', () => {
    expect(surelyRefused({ status: 400, type: 'idempotency_error' })).toBe(false)
  })
})

test('an outage is no answer or an error on their side', () => {
  for (const status of [undefined, 500, 503]) expect(isOutage({ status })).toBe(true)
  for (const status of [400, 402, 409, 429, 499]) expect(isOutage({ status })).toBe(false)
})

describe('answerOf', () => {
  test('a payment of exactly our amount counts', () => {
    expect(answerOf({ intent }, 8000)).toEqual({ outcome: 'succeeded', intent })
    expect(answerOf({ intent }, 8001)).toEqual({ outcome: 'unknown' })
    expect(answerOf({ intent: { ...intent, amountCents: -1 } }, 8000)).toEqual({
      outcome: 'unknown',
    })
  })
  test('a refused one says why', () => {
    const refused = { ...intent, status: 'requires_payment_method' }
    expect(answerOf({ intent: refused }, 8000)).toEqual({
      outcome: 'refused',
      intent: refused,
      failure: 'processor-error',
    })
    const broke = {
      ...refused,
      error: { code: 'card_declined', declineCode: 'insufficient_funds' },
    }
    expect(answerOf({ intent: broke }, 8000)).toMatchObject({ failure: 'not-enough-money' })
  })
  test('an error without a payment is refused only where that is certain', () => {
    const trouble = {
      status: 400,
      type: 'invalid_request_error',
      error: { code: 'resource_missing' },
    }
    expect(answerOf({ trouble }, 8000)).toEqual({ outcome: 'refused', failure: 'processor-error' })
    const declined = { status: 402, type: 'card_error', error: { code: 'expired_card' } }
    expect(answerOf({ trouble: declined }, 8000)).toEqual({
      outcome: 'refused',
      failure: 'wrong-expiration',
    })
    const silence = { status: undefined, type: undefined, error: {} }
    expect(answerOf({ trouble: silence }, 8000)).toEqual({ outcome: 'unknown' })
  })
})
