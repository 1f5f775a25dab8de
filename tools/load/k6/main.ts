/** What k6 runs: the rush, and after it the verifications alone. `RUSH` names the file with the order. */
import { sleep } from 'k6'
import exec from 'k6/execution'
import type { Options } from 'k6/options'
import { most, rates, type RushOrder, type RushResult, type Someone } from '../src/rush.ts'
import { arrive, ask, type Certification, logIn, type Member, send } from './member.ts'
import { type Read, reads, type Write, writes } from './pages.ts'
import { changeStatus } from './sanction.ts'
import { fits, measure, trends, whole } from './watch.ts'

const order = JSON.parse(open(__ENV.RUSH ?? '')) as RushOrder
const { portal, people, password, warmUpSeconds } = order
const eachSeconds = warmUpSeconds + order.seconds
/** What is still under way when a scenario ends may come to its end. */
const graceSeconds = 5

const scenario = (name: keyof typeof rates, exec: string, startSeconds: number) => ({
  exec,
  executor: 'constant-arrival-rate' as const,
  rate: rates[name],
  duration: `${eachSeconds}s`,
  startTime: `${startSeconds}s`,
  gracefulStop: `${graceSeconds}s`,
  preAllocatedVUs: most[name],
})

export const options: Options = {
  scenarios: {
    reads: scenario('reads', 'read', 0),
    writes: scenario('writes', 'write', 0),
    logIns: scenario('logIns', 'comeIn', 0),
    statusChanges: {
      exec: 'sanction',
      executor: 'constant-vus',
      vus: 1,
      duration: `${eachSeconds}s`,
      gracefulStop: `${graceSeconds}s`,
    },
    verifications: scenario('verifications', 'verify', eachSeconds + graceSeconds),
  },
  setupTimeout: '10m',
  summaryTrendStats: ['count', 'med', 'p(95)', 'p(99)', 'max'],
  // Only what is said about figures is about these.
  systemTags: ['scenario', 'status'],
}

interface Gathered {
  readonly members: readonly Member[]
  readonly sanctioned: Certification
}

/** Everybody logs in once, one after the other, before the rush begins, and starts a renewal. */
export function setup(): Gathered {
  const enter = (person: Someone, index: number) => {
    const member = arrive(portal, person, password, addressOf(index))
    if (!member) throw new Error(`${person.email} could not log in`)
    return member
  }
  const members = people.map(enter)
  for (const member of members)
    fits('a renewal', send(member, 'POST', '/api/applications/me/renewal'), () => true)
  return { members, sanctioned: enter(order.sanctioned, people.length).certification }
}

export const read = ({ members }: Gathered): void =>
  whole(() => {
    const page = reads[exec.scenario.iterationInTest % reads.length] as Read
    const answer = ask(mine(members), page.path)
    fits(page.path, answer, page.isRight)
    measure('reads', warmUpSeconds, answer.timings.duration)
  })

export const write = ({ members }: Gathered): void =>
  whole(() => {
    const change = writes[exec.scenario.iterationInTest % writes.length] as Write
    measure('writes', warmUpSeconds, change(mine(members)))
  })

export const comeIn = (): void =>
  whole(() => {
    const index = exec.scenario.iterationInTest
    const start = Date.now()
    logIn(portal, people[index % people.length] as Someone, password, addressOf(index))
    measure('logIns', warmUpSeconds, Date.now() - start)
  })

/** What an employer's browser asks for behind the link of a certificate. */
export const verify = ({ members }: Gathered): void =>
  whole(() => {
    const index = exec.scenario.iterationInTest
    const { verificationCode } = (members[index % members.length] as Member).certification
    const somebody = { portal, address: addressOf(index), cookie: '' }
    const answer = ask(somebody, `/api/applications/verifications/${verificationCode}`)
    fits('a verification', answer, (it) => it.json('status') === 'Active')
    measure('verifications', warmUpSeconds, answer.timings.duration)
  })

/** What the board decides, until the public reads it. */
export function sanction({ sanctioned }: Gathered): void {
  const place = { portal, control: order.control, address: addressOf(people.length) }
  const ms = whole(() => changeStatus(place, sanctioned))
  if (ms !== undefined) measure('statusChanges', warmUpSeconds, ms)
  sleep(1)
}

/** Virtual users are numbered from 1 over all scenarios that run at once, so nobody has another's. */
function mine(members: readonly Member[]): Member {
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
    unfinished: count('begun') - count('ended'),
  }
  return { [__ENV.RUSH_RESULT ?? '']: JSON.stringify(result) }
}
