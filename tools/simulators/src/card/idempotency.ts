import { createHash } from 'node:crypto'
import { ApiError } from './errors.ts'
import type { Answer, Remembered, State } from './state.ts'

const day = 24 * 60 * 60 * 1000

export const digest = (body: string) => createHash('sha256').update(body).digest('hex')

/** A held payment keeps its key across a restart; any other unfinished work died with the process. */
export function forgetUnfinished(state: State): void {
  for (const [key, seen] of state.answers.entries())
    if (!seen.answer && !seen.intent) state.answers.delete(key)
}

function assertSameRequest(seen: Remembered, path: string, request: string): void {
  if (seen.path !== path)
    throw new ApiError(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${seen.path}'). Try using a key other than '${seen.key}' if you meant to execute a different request.`,
    })
  if (seen.request !== request)
    throw new ApiError(400, {
      type: 'idempotency_error',
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${seen.key}' if you meant to execute a different request.`,
    })
}

/** The first answer under this key if there is one; otherwise the key is taken until the work is done. */
export function begin(
  state: State,
  call: { key: string; path: string; request: string; requestId: string },
): Remembered | null {
  const seen = state.answers.get(call.key)
  if (!seen || Date.now() - seen.at > day) {
    state.answers.set(call.key, { ...call, at: Date.now(), answer: null, intent: null })
    return null
  }
  assertSameRequest(seen, call.path, call.request)
  if (!seen.answer)
    throw new ApiError(409, {
      type: 'invalid_request_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${call.key}. Please try again later.`,
    })
  return seen
}

export function finish(state: State, key: string | null, answer: Answer): void {
  const seen = key && state.answers.get(key)
  if (seen) state.answers.set(seen.key, { ...seen, answer })
}

export function forget(state: State, key: string | null): void {
  if (key) state.answers.delete(key)
}

export function awaitRelease(state: State, key: string | null, intent: string): void {
  const seen = key && state.answers.get(key)
  if (seen) state.answers.set(seen.key, { ...seen, intent })
}

export function finishReleased(state: State, intent: string, answer: Answer): void {
  for (const seen of state.answers.values())
    if (seen.intent === intent && !seen.answer) state.answers.set(seen.key, { ...seen, answer })
}
