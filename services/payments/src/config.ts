import { type Config, integer, secret, text, url } from '@peercert/chassis/config'

const ms = (value: number) => integer({ default: value, min: 1, max: 86_400_000 })

export const schema = {
  applicationsUrl: url(),
  identityUrl: url(),
  /** The card processor. */
  cardApiUrl: url(),
  /** Its script for the browser, exactly as the page has to load it. */
  cardScriptUrl: text(),
  cardSecretKey: secret(),
  cardPublishableKey: text(),
  cardWebhookSecret: secret(),
  programPhone: text(),
  /** Without an answer from the processor after this long a payment is being checked. */
  cardTimeoutMs: ms(20_000),
  /** How long one piece of work on a payment may take before somebody else goes on with it. */
  leaseMs: ms(45_000),
  /** How often the background looks for something to do. */
  sweepEveryMs: ms(2_000),
  firstCheckMs: ms(5_000),
  longestCheckMs: ms(60_000),
  checkDelayedMs: ms(900_000),
  giveUpMs: ms(1_800_000),
  unpaidAfterMs: ms(900_000),
  /** After so many tries in a row without an answer, cards rest for a while. */
  cardFailuresUntilDown: integer({ default: 5, min: 1, max: 1_000 }),
  cardRestMs: ms(30_000),
}

export type PaymentsConfig = Config<typeof schema>
