import { type Config, integer, secret, text, url } from '@peercert/chassis/config'

const ms = (value: number) => integer({ default: value, min: 1, max: 86_400_000 })

export const schema = {
  /** Whether a matter still stands is asked here before the processor is. */
  applicationsUrl: url(),
  identityUrl: url(),
  /** Where the card processor answers. */
  cardApiUrl: url(),
  /** The script of the card processor for the browser, exactly as the page has to load it. */
  cardScriptUrl: text(),
  /** Signs us in at the card processor. */
  cardSecretKey: secret(),
  /** Names us to the card processor in the browser; no secret. */
  cardPublishableKey: text(),
  /** Proves that a webhook comes from the card processor. */
  cardWebhookSecret: secret(),
  programPhone: text(),
  /** Without an answer from the processor after this long a payment is being checked. */
  cardTimeoutMs: ms(20_000),
  /** How long one piece of work on a payment may take before another process goes on with it. */
  leaseMs: ms(45_000),
  /** How often the background looks for something to do. */
  sweepEveryMs: ms(2_000),
  /** The wait before the processor is asked about a payment for the first time. */
  firstCheckMs: ms(5_000),
  /** The waits between questions about a payment double, up to this one. */
  longestCheckMs: ms(60_000),
  /** After this long without an answer the person is told that it takes longer. */
  checkDelayedMs: ms(900_000),
  /** A bank's question that nobody answers, or a payment that never arrived, ends after this long. */
  giveUpMs: ms(1_800_000),
  /** A failed payment whose person stays and does not try again counts as unpaid after this long. */
  unpaidAfterMs: ms(900_000),
  /** After so many tries in a row without an answer, cards rest for a while. */
  cardFailuresUntilDown: integer({ default: 5, min: 1, max: 1_000 }),
  /** How long cards rest after too many failures in a row. */
  cardRestMs: ms(30_000),
}

export type PaymentsConfig = Config<typeof schema>
