/** What the processor says when a bank refuses; the words are the processor's, not ours. */
export interface Decline {
  code: string
  declineCode: string | null
  message: string
}

const declined = (declineCode: string, message = 'Your card was declined.'): Decline => ({
  code: 'card_declined',
  declineCode,
  message,
})
const refused = (code: string, message: string): Decline => ({ code, declineCode: null, message })

export const declines: Record<string, Decline> = {
  generic_decline: declined('generic_decline'),
  insufficient_funds: declined('insufficient_funds', 'Your card has insufficient funds.'),
  lost_card: declined('lost_card'),
  stolen_card: declined('stolen_card'),
  card_velocity_exceeded: declined('card_velocity_exceeded'),
  do_not_honor: declined('do_not_honor'),
  fraudulent: declined('fraudulent'),
  try_again_later: declined('try_again_later'),
  expired_card: refused('expired_card', 'Your card has expired.'),
  incorrect_cvc: refused('incorrect_cvc', "Your card's security code is incorrect."),
  incorrect_number: refused('incorrect_number', 'Your card number is incorrect.'),
  incorrect_zip: refused('incorrect_zip', 'The zip code you supplied failed validation.'),
  processing_error: refused(
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
}

/** An order may name a code that is not in the table: it is then a decline code. */
export function declineOf(code: string): Decline {
  return declines[code] ?? declined(code)
}
