import exec from 'k6/execution'
import type { RefinedResponse, ResponseType } from 'k6/http'
import { Counter, Trend } from 'k6/metrics'
import type { FigureName } from '../src/rush.ts'

/** What is measured, by the name that the result has it under. */
export const trends: Readonly<Record<FigureName, Trend>> = {
  reads: new Trend('reads', true),
  writes: new Trend('writes', true),
  logIns: new Trend('logIns', true),
  verifications: new Trend('verifications', true),
  statusChanges: new Trend('statusChanges', true),
}

const answers = new Counter('answers')
const serverErrors = new Counter('server_errors')
const wrong = new Counter('wrong')
const begun = new Counter('begun')
const ended = new Counter('ended')

type Reply = RefinedResponse<ResponseType>

/** Counts the answer; false, with a line in k6's log, when it is not what it must be. */
export function fits(what: string, answer: Reply, isRight: (answer: Reply) => boolean): boolean {
  answers.add(1)
  if (answer.status >= 500) serverErrors.add(1)
  const right = answer.status === 200 && isRight(answer)
  if (!right) {
    wrong.add(1)
    console.error(`${what}: ${answer.status} ${answer.error}${said(answer)}`)
  }
  return right
}

/** Runs one iteration. One that k6 cuts off at the end of its scenario has begun and not ended. */
export function whole<T>(iteration: () => T): T {
  begun.add(1)
  const done = iteration()
  ended.add(1)
  return done
}

/** Of this iteration, unless it belongs to the warm-up. */
export function measure(name: FigureName, warmUpSeconds: number, ms: number): void {
  const sinceStart = Date.now() - exec.scenario.startTime
  if (sinceStart - ms >= warmUpSeconds * 1_000) trends[name].add(ms)
}

/** Of a body that is one. */
export const text = (body: Reply['body']) => (typeof body === 'string' ? body : '')

/** Problems say no more than their type and reference; pages and data are nobody's business. */
function said({ headers, body }: Reply): string {
  return headers['Content-Type']?.includes('problem+json') ? text(body).slice(0, 300) : ''
}
