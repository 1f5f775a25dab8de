import { type ProblemTable, refuser } from '@peercert/chassis/problem'

/** Every refusal this service can answer; the contract lists them operation by operation. */
export const problems = {
  'no-certification': [404, 'There is no certification under this log-in'],
  'window-not-open': [409, 'Renewal is not open yet'],
  'not-in-good-standing': [409, 'This certification cannot be renewed as it stands'],
  'already-renewed': [409, 'This certification is renewed already'],
  'too-late': [409, 'It expired too long ago for renewal'],
  'in-review': [409, 'The late renewal is being reviewed'],
  'no-draft': [409, 'There is no open form'],
  'renewal-changed': [409, 'The form was changed in another window'],
  'attestation-incomplete': [422, 'Something is missing from the form'],
  'text-not-in-force': [409, 'This version of the text is not in force'],
  'ethics-not-signed': [409, 'The Code of Ethics and the attestation are not signed'],
  'sign-again': [409, 'The signature no longer stands; it is needed again'],
  'still-true-needed': [409, 'It was signed on an earlier day; are the answers still true'],
  'nothing-refused': [409, 'No refusal waits here'],
  'no-question': [409, 'No question waits for an answer'],
  'code-not-signed': [409, 'The Code of Ethics is not signed yet'],
  'conflict-of-interest': [403, 'You may not decide about this person'],
  'taken-by-another': [409, 'Somebody else has this case open'],
  'review-closed': [409, 'This case is not open for that'],
  'check-not-met': [409, 'A check of this case is not met'],
  'question-asked': [409, 'The one question was asked already'],
  'answer-still-possible': [409, 'The days to answer are not over'],
  'second-person-needed': [409, 'A second person decides'],
  'waiver-not-possible': [409, 'The late fee cannot be waived here'],
  'waiver-decided': [409, 'This proposal was decided already'],
} as const satisfies ProblemTable

export const refuse = refuser(problems)
