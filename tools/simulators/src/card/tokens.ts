import { ApiError, invalid, missing } from './errors.ts'
import { objectOf, readForm, textOf } from './form-body.ts'
import { newId, seconds, type Intent, type Token } from './objects.ts'
import type { State } from './state.ts'
import { cardOf, namedCards, passesLuhn, type Card } from './test-cards.ts'

export function makeToken(state: State, card: Card, returnUrl: string | null): Token {
  const token: Token = {
    id: newId('ctoken'),
    object: 'confirmation_token',
    created: seconds(),
    expires_at: seconds() + 12 * 60 * 60,
    payment_intent: null,
    return_url: returnUrl,
    card,
  }
  state.tokens.set(token.id, token)
  return token
}

export function getToken(state: State, id: string): Token {
  const token = state.tokens.get(id)
  if (!token) throw missing('confirmation_token', id, 'confirmation_token')
  return token
}

/** A token pays once, and not after twelve hours. */
export function spend(state: State, token: Token, intent: Intent): void {
  const param = 'confirmation_token'
  if (token.payment_intent && token.payment_intent !== intent.id)
    throw invalid(
      `The ConfirmationToken ${token.id} has already been used to confirm another PaymentIntent or SetupIntent.`,
      { param },
    )
  if (token.expires_at !== null && token.expires_at < seconds())
    throw invalid(`The ConfirmationToken ${token.id} has expired.`, { param })
  state.tokens.set(token.id, { ...token, payment_intent: intent.id, expires_at: null })
}

export function namedCard(method: string): Card | null {
  const number = namedCards[method]
  const expiry = { month: 12, year: new Date().getFullYear() + 3 }
  return number ? cardOf(number, expiry, '95814') : null
}

const invalidCard = (param: string, code: string, message: string) =>
  new ApiError(402, { type: 'card_error', param, code, message })

/** What the frames send: the only place where the simulator sees a whole number. */
export function readCard(text: string): { card: Card; returnUrl: string | null } {
  const form = readForm(text)
  const typed = objectOf(form.card) ?? {}
  const of = (name: string) => textOf(typed[name]) ?? ''
  const number = of('number').replaceAll(/\D/g, '')
  const [month, year] = [Number(of('exp_month')), Number(of('exp_year'))]
  if (!passesLuhn(number))
    throw invalidCard('number', 'incorrect_number', 'Your card number is incorrect.')
  if (!(month >= 1 && month <= 12))
    throw invalidCard(
      'exp_month',
      'invalid_expiry_month',
      "Your card's expiration month is invalid.",
    )
  if (!(year >= 2000))
    throw invalidCard('exp_year', 'invalid_expiry_year', "Your card's expiration year is invalid.")
  if (!/^\d{3,4}$/.test(of('cvc')))
    throw invalidCard('cvc', 'invalid_cvc', "Your card's security code is invalid.")
  return {
    card: cardOf(number, { month, year }, of('zip') || null),
    returnUrl: textOf(form.return_url),
  }
}
