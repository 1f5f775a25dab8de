import { NoAnswer, Refused } from '../api/problem.ts'

/** Refusals in the words of the desk: what happened, what to do. */
const words: Record<string, string> = {
  forbidden: 'Your role may not do this.',
  'not-found': 'It was not found.',
  'second-person-needed': 'You proposed this yourself. Somebody else decides.',
  'conflict-of-interest':
    'You declared that you know this person or number. Somebody else decides.',
  'taken-by-another': 'Somebody else has this file open.',
  'review-closed': 'This review is already decided.',
  'check-not-met': 'A check is not met, so it cannot be approved. Ask one question or refuse.',
  'question-asked': 'One question was asked already; there is no second one.',
  'answer-still-possible': 'The person may still answer; refuse for no answer only after that day.',
  'nothing-refused': 'No refusal is waiting any more.',
  'check-list-incomplete': 'Every point of the check list must be checked.',
  'email-in-use': 'Another account uses this e-mail.',
  'code-refused': 'This code is not right, or it has run out.',
  'too-many-codes': 'Too many wrong codes. Start the change again.',
  'sign-in-not-free': 'This log-in already belongs to another certification, or does not exist.',
  'account-already-joined': 'This certification already has a log-in. Say what becomes of it.',
  'join-decided': 'Somebody decided this in the meantime.',
  'waiver-decided': 'Somebody decided this in the meantime.',
  'refund-decided': 'Somebody decided this in the meantime.',
  'voucher-task-closed': 'Somebody closed this in the meantime.',
  'lockout-closed': 'Somebody closed this in the meantime.',
  'waiver-not-possible':
    'The late fee cannot be waived: it is paid already, or the ground does not hold.',
  'refund-not-possible':
    'This cannot be refunded: nothing was captured, or it was returned already.',
  'voucher-program-closed': 'This waiver program hands out no vouchers today.',
  'voucher-dates-refused': 'The end date does not fit the waiver program.',
  'message-not-copied': 'No copy can be made of this message.',
  'payments-down': 'The card processor does not answer. Nothing was returned; try again later.',
  'too-many-requests': 'Too many tries. Wait a minute.',
  unavailable: 'A part of the system does not answer. Nothing changed; try again shortly.',
}

/** What a refusal adds in its member `because`. */
const because: Record<string, string> = {
  'proposed-already': 'A waiver is proposed already.',
  paid: 'The late fee is paid already.',
  'not-in-good-standing': 'The person is suspended or revoked now.',
  'not-late': 'No late renewal is possible today.',
  'no-suspension-over-expiration': 'No suspension lasted over the expiration date.',
  'outage-times': 'The end of the outage must lie after its beginning.',
  'outage-not-on-last-day': 'The outage was not on the last day.',
  'not-here-on-last-day': 'The person had no draft and did not log in on the last day.',
}

export function refusedText(error: unknown): string {
  if (error instanceof NoAnswer)
    return 'No answer came. Look whether it happened before you try again.'
  if (!(error instanceof Refused)) return 'Something failed on our side.'
  const { problem, type } = error
  const reasons = (problem.errors ?? []).map(({ reason }) => reason).join(' ')
  const reference = problem.reference ? ` Reference ${problem.reference}.` : ''
  const why = typeof problem.because === 'string' ? because[problem.because] : undefined
  return `${why ?? words[type] ?? problem.detail ?? problem.title} ${reasons}${reference}`.trim()
}
