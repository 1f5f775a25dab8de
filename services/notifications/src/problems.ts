import { type ProblemTable, refuser } from '@peercert/chassis/problem'

export const problems = {
  'token-unknown': [404, 'This link is not known'],
  'signature-refused': [401, 'The signature does not fit'],
  'message-not-copied': [409, 'No copy of this message can be sent'],
} as const satisfies ProblemTable

export const refuse = refuser(problems)
