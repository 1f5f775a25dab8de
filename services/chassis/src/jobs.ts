import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { type Loop, loop } from './background.ts'
import { addDays, at, type CivilDate, compare } from './civil-date.ts'
import type { Clock } from './clock.ts'
import { claim, extend, fail, finish, merge, progressOf, stateOf } from './job-runs.ts'
import type { Log } from './log.ts'
import { inSpan } from './spans.ts'
import type { Metrics } from './telemetry.ts'

/** What happens to days on which the service was down. */
export type Missed = 'latest' | 'each'

export interface DailyJob {
  readonly name: string
  readonly missed: Missed
  /** Must be safe to run again for the same day: a process may die in the middle of it. */
  run(day: CivilDate): Promise<void>
}

/** At 06:00 program time, once per civil day across all replicas. */
export function dailyJob(job: DailyJob): DailyJob {
  return job
}

export interface JobsOptions {
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly jobs: readonly DailyJob[]
  readonly log: Log
  readonly metrics: Metrics
  /** Machine time after which a run that says nothing counts as dead. */
  readonly leaseMs?: number
  /** The first wait after a failure; it doubles. */
  readonly retryMs?: number
}

export interface Jobs {
  /** Looks for due days now and then; program time decides what is due. */
  readonly schedule: Loop
  /** Every job for this day, in order; returns when all have run, here or elsewhere. */
  runJobs(day: CivilDate): Promise<void>
}

const hour = 6

export function createJobs(options: JobsOptions): Jobs {
  const { clock, jobs } = options
  return {
    schedule: loop({
      name: 'jobs',
      everyMs: 15_000,
      async run(signal) {
        for (const job of jobs) if (!signal.aborted) await catchUp(options, job, clock, signal)
      },
    }),
    async runJobs(day) {
      for (const job of jobs) await runToTheEnd(options, job, day)
    },
  }
}

/** The latest day whose 06:00 has come. */
function latestDue(clock: Clock): CivilDate {
  const today = clock.today()
  return clock.now() >= at(today, hour) ? today : addDays(today, -1)
}

async function catchUp(
  options: JobsOptions,
  job: DailyJob,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const due = latestDue(clock)
  const days = await missing(options.pool, job, due, clock.today())
  // One run on the latest day stands for all; an older day never runs after it.
  const chosen = job.missed === 'latest' ? days.filter((day) => day === due) : days
  for (const day of chosen) {
    if (signal.aborted) return
    // The next day must not overtake one that failed, or that another process is still at.
    if ((await attempt(options, job, day)) !== 'done') return
  }
  if (job.missed === 'latest') {
    const stoodFor = days.filter((day) => day !== due)
    await merge(options.pool, job.name, stoodFor)
  }
}

/** Days up to the due one that have not run. A job that never ran begins with today. */
async function missing(
  pool: pg.Pool,
  job: DailyJob,
  due: CivilDate,
  today: CivilDate,
): Promise<CivilDate[]> {
  const { last, open } = await progressOf(pool, job.name)
  if (last === null) return due === today ? [today] : []
  const days = open.filter((day) => compare(day, due) <= 0)
  for (let day = addDays(last, 1); compare(day, due) <= 0; day = addDays(day, 1)) days.push(day)
  return days
}

/** `busy`: somebody else is at it, or its next try is not due yet. */
type Attempt = 'done' | 'failed' | 'busy'

async function attempt(options: JobsOptions, job: DailyJob, day: CivilDate): Promise<Attempt> {
  const { pool, log, metrics, leaseMs = 60_000, retryMs = 5_000 } = options
  const lease = { job: job.name, day, token: randomUUID(), ms: leaseMs }
  if (!(await claim(pool, lease))) {
    const found = await stateOf(pool, job.name, day)
    return found?.state === 'done' || found?.state === 'merged' ? 'done' : 'busy'
  }
  const beat = setInterval(() => {
    extend(pool, lease).catch((error: unknown) => {
      log.warn({ err: error, job: job.name, day }, 'cannot extend the lease of a job')
    })
  }, leaseMs / 3)
  try {
    await inSpan(`job ${job.name}`, () => job.run(day))
    await finish(pool, lease)
    metrics.add('job_runs_total', { job: job.name, outcome: 'done' })
    log.info({ job: job.name, day }, 'job done')
    return 'done'
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    metrics.add('job_runs_total', { job: job.name, outcome: 'failed' })
    log.error({ err: error, job: job.name, day }, 'job failed')
    await fail(pool, lease, { reason, waitMs: retryMs }).catch(() => {})
    return 'failed'
  } finally {
    clearInterval(beat)
  }
}

const tries = 3

async function runToTheEnd(options: JobsOptions, job: DailyJob, day: CivilDate): Promise<void> {
  for (let failures = 0; ;) {
    const result = await attempt(options, job, day)
    if (result === 'done') return
    if (result === 'failed') failures += 1
    if (failures >= tries) {
      const found = await stateOf(options.pool, job.name, day)
      throw new Error(`job ${job.name} fails on ${day}: ${found?.error ?? 'no reason'}`)
    }
    await delay(50)
  }
}
