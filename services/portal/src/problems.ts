import { refuser, type ProblemTable } from '@peercert/chassis/problem'

export const problems = {
  'csrf-refused': [403, 'This request did not come from our own page; load the page again'],
  'demo-refused': [409, 'The demo clock did not take this'],
} as const satisfies ProblemTable

export const refuse = refuser(problems)
