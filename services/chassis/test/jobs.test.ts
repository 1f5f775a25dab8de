import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { at, type CivilDate, civilDate } from '../src/civil-date.ts'
import { fixedClock, type MovableClock } from '../src/clock.ts'
import { eventually } from '../src/eventually.ts'
import { createJobs, dailyJob, type Jobs, type Missed } from '../src/jobs.ts'
import { createMetrics } from '../src/telemetry.ts'
import { log, withDatabase } from './kit.ts'

const database = withDatabase()
const day = civilDate
let clock: MovableClock
let ran: CivilDate[]

beforeEach(() => {
  clock = fixedClock('2026-06-15T19:00:00Z')
  ran = []
})

interface Changes {
  readonly run?: (day: CivilDate) => Promise<void>
  readonly leaseMs?: number
}

function jobsOf(missed: Missed, { run = async () => {}, leaseMs = 60_000 }: Changes = {}): Jobs {
  const job = dailyJob({
    name: 'remind',
    missed,
    async run(date) {
      ran.push(date)
      await run(date)
    },
  })
  const { pool } = database
  const metrics = createMetrics('test')
  return createJobs({ pool, clock, jobs: [job], log, metrics, leaseMs, retryMs: 1 })
}

/** The service runs while program time stands where it does; then it is down again. */
async function up(jobs: Jobs, expected: number): Promise<void> {
  jobs.schedule.start(log)
  await eventually(async () => (ran.length >= expected ? true : undefined), `${expected} runs`)
  await jobs.schedule.stop()
}

/** Nothing to wait for: one pass of the schedule, to its end. */
async function onePass(jobs: Jobs): Promise<void> {
  jobs.schedule.start(log)
  jobs.schedule.nudge()
  await jobs.schedule.stop()
}

const states = async () => {
  const { rows } = await database.pool.query<{ day: string; state: string }>(
    'select day::text, state from job_run order by day',
  )
  return rows.map((row) => `${row.day} ${row.state}`)
}

describe('a job is due at 06:00 program time', () => {
  test('one minute before it is not, at six it is', async () => {
    clock.moveTo(at(day('2026-06-15'), 5, 59))
    await onePass(jobsOf('each'))
    expect(ran).toEqual([])
    clock.moveTo(at(day('2026-06-15'), 6))
    await up(jobsOf('each'), 1)
    expect(ran).toEqual(['2026-06-15'])
  })

  test('on the days on which clocks change, too', async () => {
    for (const [date, six] of [
      ['2026-03-08', '2026-03-08T13:00:00Z'],
      ['2026-11-01', '2026-11-01T14:00:00Z'],
    ] as const) {
      ran.length = 0
      clock.moveTo(new Date(six))
      await up(jobsOf('latest'), 1)
      expect(ran).toEqual([date])
    }
  })

  test('moving program time wakes nobody twice: back and forth runs a day once', async () => {
    await up(jobsOf('each'), 1)
    clock.moveTo(at(day('2026-06-01'), 12))
    await onePass(jobsOf('each'))
    clock.moveTo(at(day('2026-06-15'), 20))
    await onePass(jobsOf('each'))
    expect(ran).toEqual(['2026-06-15'])
  })
})

describe('after an outage', () => {
  test('a job that wants each day runs once per missed day, in order', async () => {
    await up(jobsOf('each'), 1)
    clock.moveTo(at(day('2026-06-19'), 12))
    await up(jobsOf('each'), 5)
    expect(ran).toEqual(['2026-06-15', '2026-06-16', '2026-06-17', '2026-06-18', '2026-06-19'])
  })

  test('a job that wants the latest runs once, on today, for all missed days', async () => {
    await up(jobsOf('latest'), 1)
    clock.moveTo(at(day('2026-06-19'), 12))
    await up(jobsOf('latest'), 2)
    await onePass(jobsOf('latest'))
    expect(ran).toEqual(['2026-06-15', '2026-06-19'])
    expect(await states()).toEqual([
      '2026-06-15 done',
      '2026-06-16 merged',
      '2026-06-17 merged',
      '2026-06-18 merged',
      '2026-06-19 done',
    ])
  })

  test('before six, yesterday is the latest', async () => {
    await up(jobsOf('latest'), 1)
    clock.moveTo(at(day('2026-06-19'), 3))
    await up(jobsOf('latest'), 2)
    expect(ran.at(-1)).toBe('2026-06-18')
  })

  test('a job that wants the latest never runs an older day after a newer one', async () => {
    let broken = true
    const failing = jobsOf('latest', {
      run: async () => {
        if (broken) throw new Error('not today')
      },
    })
    await up(failing, 1)
    broken = false
    clock.moveTo(at(day('2026-06-16'), 12))
    await up(jobsOf('latest'), 2)
    await onePass(jobsOf('latest'))
    expect(ran).toEqual(['2026-06-15', '2026-06-16'])
  })
})

test('a day asked for runs whatever the clock says, and only once', async () => {
  const jobs = jobsOf('latest')
  for (const date of ['2026-06-16', '2026-06-17', '2026-06-16']) await jobs.runJobs(day(date))
  expect(ran).toEqual(['2026-06-16', '2026-06-17'])
})

test('a job that fails is tried again; one that keeps failing says so', async () => {
  let failures = 2
  await jobsOf('each', {
    run: async () => {
      if (failures-- > 0) throw new Error('a hiccup')
    },
  }).runJobs(day('2026-06-15'))
  expect(ran).toHaveLength(3)
  const hopeless = jobsOf('each', { run: () => Promise.reject(new Error('no table')) })
  await expect(hopeless.runJobs(day('2026-06-16'))).rejects.toThrow(
    'job remind fails on 2026-06-16: no table',
  )
})

describe('over two processes', () => {
  const spawnJob = (how: 'live' | 'die', leaseMs: number) => {
    const script = join(import.meta.dirname, 'killed-job.ts')
    const args = [script, database.url, how, String(leaseMs)]
    return once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')
  }
  const pids = async () => (await database.pool.query('select pid from ran')).rows
  beforeEach(() => database.pool.query('create table ran (day date, pid int)'))

  test('a day runs once, and both return when it has', async () => {
    await Promise.all([spawnJob('live', 60_000), spawnJob('live', 60_000)])
    expect(await pids()).toHaveLength(1)
    expect(await states()).toEqual(['2026-06-15 done'])
  })

  test('killed in the middle, the day runs again when the lease is over, not before', async () => {
    await spawnJob('die', 700)
    expect(await states()).toEqual(['2026-06-15 running'])
    const began = Date.now()
    await spawnJob('live', 700)
    expect(await pids()).toHaveLength(2)
    expect(Date.now() - began).toBeGreaterThan(300)
    expect(await states()).toEqual(['2026-06-15 done'])
  })
})

test('a run that takes longer than its lease keeps it by giving signs of life', async () => {
  const slow = jobsOf('each', {
    leaseMs: 600,
    run: () => new Promise((resolve) => setTimeout(resolve, 1_500)),
  })
  await Promise.all([slow.runJobs(day('2026-06-15')), jobsOf('each').runJobs(day('2026-06-15'))])
  expect(ran).toEqual(['2026-06-15'])
})
