import { type ProblemTable, refuser } from '@peercert/chassis/problem'

/** Every refusal of this service. None of them comes after a card was charged. */
export const problems = {
  'fee-request-settled': [409, 'Nothing more is owed here'],
  'total-changed': [409, 'The total is another one now; you have not been charged'],
  'matter-changed': [409, 'This cannot be paid for now; you have not been charged'],
  'card-needed': [422, 'Enter a card and select Pay'],
  'payment-under-way': [409, 'A payment for this is under way; do not pay again'],
  'payments-down': [503, 'Card payments are not working right now; you have not been charged'],
  'voucher-unknown': [422, 'We do not know this code'],
  'voucher-not-yours': [422, 'This voucher belongs to another person'],
  'voucher-expired': [422, 'This voucher has ended'],
  'voucher-already-used': [422, 'This voucher has been used'],
  'voucher-wrong-fee': [422, 'This voucher pays for another fee'],
  'voucher-program-closed': [422, 'The program for this voucher is closed'],
  'voucher-locked': [409, 'Too many wrong codes; try a code again later'],
  'voucher-task-closed': [409, 'Somebody has closed this task'],
  'voucher-dates-refused': [422, 'A voucher cannot end on this date'],
  'refund-not-possible': [409, 'This cannot be refunded'],
  'refund-decided': [409, 'This refund has been decided'],
  'second-person-needed': [409, 'A second person from finance has to decide this'],
} as const satisfies ProblemTable

export const refuse = refuser(problems)
