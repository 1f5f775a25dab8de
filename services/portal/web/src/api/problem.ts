/** A refusal as a service says it (RFC 9457), with whatever else it carries. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly reference?: string
  readonly errors?: readonly { readonly field: string; readonly reason: string }[]
  readonly [member: string]: unknown
}

/** The service answered, and the answer was no. */
export class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'Refused'
    this.problem = problem
  }

  get type(): string {
    // A name, or an address that ends in one.
    return this.problem.type.split('/').at(-1) ?? this.problem.type
  }
}

/** No answer came: nobody knows whether the request arrived. */
export class NoAnswer extends Error {}

export const isFault = (error: unknown) =>
  error instanceof NoAnswer || (error instanceof Refused && error.problem.status >= 500)

export const refusedAs = (error: unknown, ...types: string[]): error is Refused =>
  error instanceof Refused && types.includes(error.type)

interface Answer<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

/** The data, or a Refused, or a NoAnswer. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    throw new NoAnswer('no answer', { cause })
  })
  if (response.ok) return data as T
  throw new Refused(problemOf(error, response))
}

function problemOf(error: unknown, response: Response): Problem {
  if (error !== null && typeof error === 'object' && 'type' in error) return error as Problem
  return { type: 'internal-error', title: response.statusText, status: response.status }
}
