import { civilDate } from '../src/civil-date.ts'
import { fixedClock } from '../src/clock.ts'
import { createPool } from '../src/database.ts'
import { createJobs, dailyJob } from '../src/jobs.ts'
import { createLog } from '../src/log.ts'
import { createMetrics } from '../src/telemetry.ts'

/** A process that runs a job: `die` kills itself in the middle of it, `live` writes what it did. */
const [url = '', how, leaseMs] = process.argv.slice(2)
const pool = createPool(url)
const job = dailyJob({
  name: 'remind',
  missed: 'each',
  async run(day) {
    await pool.query('insert into ran (day, pid) values ($1, $2)', [day, process.pid])
    if (how === 'die') process.kill(process.pid, 'SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 50))
  },
})
const { runJobs } = createJobs({
  pool,
  clock: fixedClock('2026-06-15T19:00:00Z'),
  jobs: [job],
  log: createLog('jobs', { level: 'silent' }),
  metrics: createMetrics('jobs'),
  leaseMs: Number(leaseMs),
})
await runJobs(civilDate('2026-06-15'))
await pool.end()
