import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedHolders } from '../src/seed.ts'
import { type ServiceProcess, startAndKill, startServices } from '../src/service-process.ts'
import type { Setting } from '../src/services.ts'
import { type Stack, startStack } from '../src/stack.ts'

const today = '2026-09-04'
/** The last day the program ran before it went down for three days. */
const lastRun = '2026-08-31'
/** Ninety days before these lies one of the days it was down, or today. */
const expirations = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03']
const each = 5_000
const due = expirations.length * each
const earlyKills = 3
const kills = 8
const leaseMs = 4_000
/** Slow enough that there is always a mail on its way when a process dies. */
const mailsPerSecond = 600
/** Two rounds may be sent and not marked then; a round fits into an eighth of a lease at that pace. */
const window = (2 * mailsPerSecond * leaseMs) / 8_000

const seed = Number(process.env.SEED ?? randomInt(2 ** 31))
const chance = chanceOf(seed)

let stack: Stack
let running: ServiceProcess[] = []

beforeAll(async () => {
  console.log(`SEED=${seed} repeats this run`)
  stack = await startStack()
  for (const [index, expiresOn] of expirations.entries())
    await seedHolders(stack, { expiresOn, count: each, from: 1 + index * each })
  await stack.databases.applications.query(
    `insert into job_run (job, day, state, finished_at) values ('remind', $1, 'done', now())`,
    [lastRun],
  )
}, 120_000)

afterAll(async () => {
  for (const process of running) await process.kill().catch(() => {})
  await stack?.close()
})

test('NOT-2 NOT-3 REN-16: killed again and again, two processes lose no reminder and double none', async () => {
  // The daily job begins while a process is still starting: some die in the middle of it.
  for (let kill = 0; kill < earlyKills; kill += 1)
    await startAndKill(await setting(), chance(1_200, 4_000))
  running = await Promise.all([launch(), launch()])
  for (let kill = 0; kill < kills; kill += 1) {
    await delay(chance(100, 2_500))
    const victim = chance(0, 1)
    await running[victim]?.kill()
    running[victim] = await launch()
  }
  await waitUntilQuiet()
  // The same day once more, by both at once.
  await Promise.all(running.map((process) => process.order({ do: 'jobs', day: today })))
  await waitUntilQuiet()

  const { applications, notifications } = stack.databases
  const recorded = await rows(
    applications,
    'select kind, state, count(*)::int as n from reminder group by 1, 2',
  )
  expect(recorded).toEqual([{ kind: 90, state: 'queued', n: due }])
  const notices = await rows(
    notifications,
    `select kind, state, count(*)::int as n, count(distinct subject_id)::int as holders
     from notice group by 1, 2`,
  )
  expect(notices).toEqual([{ kind: 'M-1', state: 'sent', n: due, holders: due }])
  const told = await rows(
    notifications,
    `select count(*)::int as n, count(distinct data ->> 'noticeId')::int as notices
     from outbox where type = 'notice.sent'`,
  )
  expect(told).toEqual([{ n: due, notices: due }])
  expect(await rows(notifications, 'select id from dispatch')).toEqual([])

  // A mail that went out twice carries the Message-ID of the first: there are as many as reminders.
  const { distinct, duplicates } = await stack.sink.count()
  console.log(`${earlyKills + kills} kills, ${duplicates} mails repeated`)
  expect(distinct).toBe(due)
  expect(duplicates).toBeLessThanOrEqual(kills * window)
}, 280_000)

async function setting(): Promise<Setting> {
  const own = { LEASE_MS: String(leaseMs), MAILS_PER_SECOND: String(mailsPerSecond) }
  const environments = await stack.environments(own)
  return { environments, now: `${today}T14:00:00Z`, scheduled: true }
}

async function launch(): Promise<ServiceProcess> {
  const process = await startServices(await setting())
  await process.order({ do: 'begin' })
  return process
}

/** Everybody due has a notice, and no process has anything left to do. */
async function waitUntilQuiet(): Promise<void> {
  for (;;) {
    const [found] = await rows(
      stack.databases.notifications,
      `select count(*)::int as n from notice where state <> 'queued'`,
    )
    if (found?.n === due) break
    await delay(500)
  }
  await Promise.all(running.map((process) => process.order({ do: 'settle' })))
}

async function rows(pool: Stack['databases']['identity'], text: string) {
  return (await pool.query<Record<string, unknown>>(text)).rows
}

/** Numbers from a to b that look random and are the same for the same seed (mulberry32). */
function chanceOf(start: number): (from: number, to: number) => number {
  let state = start
  return (from, to) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    const unit = ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
    return from + Math.floor(unit * (to - from + 1))
  }
}
