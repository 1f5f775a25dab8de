import { refuser, type ProblemTable } from '@peercert/chassis/problem'

export const problems = {
  'id-token-refused': [422, 'This is not a good ID token of this sign-in'],
  'profile-changed': [409, 'The profile was changed elsewhere in the meantime'],
  'email-not-verified': [409, 'The address is not proved yet'],
  'email-in-use': [409, 'Another account uses this address'],
  'code-refused': [422, 'This code is not right or has run out'],
  'too-many-codes': [429, 'Too many tries; ask for a new code'],
  'lockout-closed': [409, 'Somebody has already closed this'],
  'check-list-incomplete': [422, 'See or call back the person, and compare the names, first'],
  'sign-in-not-free': [409, 'There is no log-in with this address that may be joined'],
  'account-already-joined': [409, 'Another log-in already leads to this certification'],
  'second-person-needed': [403, 'Somebody else must decide this'],
  'join-decided': [409, 'This has already been decided'],
} as const satisfies ProblemTable

export const refuse = refuser(problems)
