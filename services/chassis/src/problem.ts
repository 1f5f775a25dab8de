/** What one service may refuse with: its contract's problem names, each with a status and a title. */
export type ProblemTable = Record<string, readonly [status: number, title: string]>

/** Refusals that every service shares; contracts need not list them. */
export const chassisProblems = {
  'bad-request': [400, 'The request does not fit the contract'],
  unauthenticated: [401, 'Sign in first'],
  forbidden: [403, 'Your role may not do this'],
  'not-found': [404, 'There is nothing here'],
  'conflict-in-flight': [409, 'The same request is still being worked on'],
  'payload-too-large': [413, 'The request is too large'],
  'unsupported-media-type': [415, 'Send application/json'],
  'idempotency-mismatch': [422, 'This Idempotency-Key was used for a different request'],
  'too-many-requests': [429, 'Too many requests; try again shortly'],
  'internal-error': [500, 'Something broke on our side'],
  unavailable: [503, 'Something we need is not answering; try again shortly'],
} as const satisfies ProblemTable

export interface FieldError {
  /** JSON pointer into the request: `/body/name`, `/query/page`. */
  readonly field: string
  readonly reason: string
}

export interface ProblemDetails {
  readonly detail?: string | undefined
  readonly errors?: readonly FieldError[] | undefined
  /** Seconds; sent as the Retry-After header, never in the body. */
  readonly retryAfter?: number | undefined
  readonly [member: string]: unknown
}

/** A refusal the caller is told about (RFC 9457). Anything else thrown is a bug, and answers 500. */
export class Problem extends Error {
  readonly type: string
  readonly details: ProblemDetails

  constructor(type: string, details: ProblemDetails = {}) {
    super(details.detail ?? type)
    this.name = 'Problem'
    this.type = type
    this.details = details
  }
}

/** The refusals of one table, so that a misspelt one does not compile. */
export function refuser<const Table extends ProblemTable>(_table: Table) {
  return (
    type: (keyof Table & string) | keyof typeof chassisProblems,
    details: ProblemDetails = {},
  ) => new Problem(type, details)
}

// No 0/O, 1/I/L, no U: the code is read aloud on the phone and typed by hand.
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A short code that stands on the page and in the log line of the same failure, like 7QK2-M4. */
export function newReference(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(6))].map(
    (byte) => alphabet[byte % alphabet.length],
  )
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}
