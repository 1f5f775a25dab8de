import type { CivilDate } from './civil-date.ts'

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
