/** What k6 runs: the rush, and after it the verifications alone. `RUSH` names the file with the order. */
import exec from 'k6/execution'
import type { Options } from 'k6/options'
import { type FigureName, most, rates, type RushOrder, type RushResult } from '../src/rush.ts'
import { arrive, ask, logIn, type Member } from './member.ts'
import { reads, writes } from './pages.ts'
import { fits, measure, trends } from './watch.ts'

const order = JSON.parse(open(__ENV.RUSH ?? '')) as RushOrder
const { portal, people, password, warmUpSeconds } = order
const whole = warmUpSeconds + order.seconds
/** What is still under way when a scenario ends may come to its end. */
const graceSeconds = 5

const scenario = (name: FigureName, exec: string, startSeconds: number) => ({
  exec,
  executor: 'constant-arrival-rate' as const,
  rate: rates[name],
  duration: `${whole}s`,
  startTime: `${startSeconds}s`,
  gracefulStop: `${graceSeconds}s`,
  preAllocatedVUs: most[name],
})

export const options: Options = {
  scenarios: {
    reads: scenario('reads', 'read', 0),
    writes: scenario('writes', 'write', 0),
    logIns: scenario('logIns', 'comeIn', 0),
    verifications: scenario('verifications', 'verify', whole + graceSeconds),
  },
  setupTimeout: '10m',
  summaryTrendStats: ['count', 'med', 'p(95)', 'p(99)', 'max'],
  // Only what is said about figures is about these.
  systemTags: ['scenario', 'status'],
}

/** Everybody logs in once, one after the other, before the rush begins. */
export function setup(): Member[] {
  const members = people.flatMap(
    (person, index) => arrive(portal, person, password, addressOf(index)) ?? [],
  )
  if (members.length < people.length) exec.test.abort('Not everybody could log in.')
  return members
}

export function read(members: Member[]): void {
  const page = reads[exec.scenario.iterationInTest % reads.length]
  if (!page) return
  const answer = ask(mine(members), page.path)
  fits(page.path, answer, page.isRight)
  measure('reads', warmUpSeconds, answer.timings.duration)
}

export function write(members: Member[]): void {
  const change = writes[exec.scenario.iterationInTest % writes.length]
  const ms = change?.(mine(members))
  if (ms !== undefined) measure('writes', warmUpSeconds, ms)
}

export function comeIn(): void {
  const index = exec.scenario.iterationInTest
  const person = people[index % people.length]
  if (!person) return
  const start = Date.now()
  logIn(portal, person, password, addressOf(index))
  measure('logIns', warmUpSeconds, Date.now() - start)
}

/** What an employer's browser asks for behind the link of a certificate. */
export function verify(members: Member[]): void {
  const index = exec.scenario.iterationInTest
  const code = members[index % members.length]?.code ?? ''
  const somebody = { portal, address: addressOf(index), cookie: '' }
  const answer = ask(somebody, `/api/applications/verifications/${code}`)
  fits('a verification', answer, (it) => it.json('status') === 'Active')
  measure('verifications', warmUpSeconds, answer.timings.duration)
}

/** Virtual users are numbered from 1 over all scenarios that run at once, so nobody has another's. */
function mine(members: Member[]): Member {
  return members[(exec.vu.idInTest - 1) % members.length] as Member
}

/** One of 254 that are nobody's (RFC 5737). */
function addressOf(index: number): string {
  return `198.51.100.${(index % 254) + 1}`
}

interface Metric {
  readonly values: Readonly<Record<string, number>>
}

export function handleSummary({ metrics }: { metrics: Record<string, Metric> }) {
  const count = (name: string) => metrics[name]?.values.count ?? 0
  const figure = (name: string) => {
    const { med = 0, 'p(95)': p95 = 0, 'p(99)': p99 = 0, max = 0 } = metrics[name]?.values ?? {}
    return { count: count(name), p50: med, p95, p99, max }
  }
  const figures = Object.fromEntries(Object.keys(trends).map((name) => [name, figure(name)]))
  const result: RushResult = {
    figures: figures as RushResult['figures'],
    serverErrors: count('server_errors'),
    wrong: count('wrong'),
    answers: count('answers'),
  }
  return { [__ENV.RUSH_RESULT ?? '']: JSON.stringify(result) }
}
