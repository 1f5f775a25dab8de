// The browser half of the card-processor simulator: the small part of Stripe.js that a merchant's page needs.
// Served at /v3/ as one classic script, these modules behind each other.
import { handleNextAction } from './stripe-bank.js'
import { createConfirmationToken, elements } from './stripe-elements.js'
import { languageOf } from './stripe-words.js'

window.Stripe = function Stripe(key, options = {}) {
  return {
    elements: (more) => elements(key, { locale: options.locale, ...more }),
    createConfirmationToken: (asked) => createConfirmationToken(key, asked),
    handleNextAction: (asked) => handleNextAction(languageOf(options.locale), asked),
  }
}
window.Stripe.version = 3
