import { type ProblemTable, refuser } from '@peercert/chassis/problem'
import { isTransient } from '@peercert/chassis/transient'

export const problems = {
  'token-unknown': [404, 'This link is not known'],
  'signature-refused': [401, 'The signature does not fit'],
  'message-not-copied': [409, 'No copy of this message can be sent'],
} as const satisfies ProblemTable

export const refuse = refuser(problems)

/** To somebody who asks, the silence of another service is a 503 and no fault to be looked into. */
export function unavailable(error: unknown): never {
  throw isTransient(error) ? refuse('unavailable', { retryAfter: 5 }) : error
}
