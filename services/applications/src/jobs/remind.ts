import type { CivilDate } from '@peercert/chassis/civil-date'
import { dailyJob } from '@peercert/chassis/jobs'
import type { Deps } from '../deps.ts'
import { numbersOn } from '../program.ts'
import { kindsOf, reach } from '../rules/reminder.ts'
import { type Page, type Position, remindPage } from '../store/reminders.ts'

const pageSize = 5_000

/** Before all ids. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * The reminders of a day (REN-16, REN-18): set by set, in the order of the index, a transaction for
 * each. After an outage one run on today's date stands for all missed days (NOT-3).
 */
export const remindJob = (deps: Deps) =>
  dailyJob({ name: 'remind', missed: 'latest', run: (day) => remind(day, deps) })

export async function remind(day: CivilDate, { pool, clock }: Deps): Promise<void> {
  const numbers = numbersOn(day)
  const { from, to } = reach(day, numbers)
  const fees = {
    feeCents: numbers.feeCents,
    lateTotalCents: numbers.feeCents + numbers.lateFeeCents,
    termYears: numbers.termYears,
    lateMonths: numbers.lateMonths,
    at: clock.now(),
  }
  const span = { kinds: kindsOf(numbers), from, to, day }
  const client = await pool.connect()
  try {
    let after: Position = { expiresOn: from, id: nobody }
    let page: Page | null
    do {
      page = await remindPage(client, { reach: span, fees, after, limit: pageSize })
      if (page) after = page.last
    } while (page && page.seen === pageSize)
  } finally {
    client.release()
  }
}
