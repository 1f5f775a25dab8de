import type { CivilDate } from '@peercert/chassis/civil-date'
import { inTransaction } from '@peercert/chassis/database'
import { dailyJob } from '@peercert/chassis/jobs'
import type { EventMap } from '@peercert/contracts/applications'
import type { Deps } from '../deps.ts'
import { type Numbers, numbersOn } from '../program.ts'
import { kindsOf, latestKind, nameOf, reach } from '../rules/reminder.ts'
import { windowOf } from '../rules/window.ts'
import {
  daysOfExpiration,
  endDay,
  isDayDone,
  lockReminders,
  remindPage,
  type Wave,
} from '../store/reminders.ts'

type Approaching = EventMap['certification.expiry-approaching']

/** Before all ids. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * The reminders of a day (REN-16, REN-18). After an outage one run on today's date stands for all
 * missed days (NOT-3).
 */
export const remindJob = (deps: Deps) =>
  dailyJob({ name: 'remind', missed: 'latest', run: (day) => remind(day, deps) })

/** Wave after wave, page after page, each in a transaction of its own: memory does not grow with holders. */
export async function remind(day: CivilDate, deps: Pick<Deps, 'pool' | 'clock'>): Promise<void> {
  if (await isDayDone(deps.pool, day)) return
  const days = await daysOfExpiration(deps.pool, reach(day, numbersOn(day)))
  for (const wave of wavesOf(day, days, deps.clock.now())) await say(wave, deps)
  await endDay(deps.pool, day)
}

async function say(wave: Wave, { pool }: Pick<Deps, 'pool'>): Promise<void> {
  let after = nobody
  // The first mails need not wait for the thousandth record.
  let most = 125
  for (let full = true; full;) {
    const page = await inTransaction(pool, async (client) => {
      await lockReminders(client)
      return remindPage(client, wave, after, most)
    })
    full = page.seen === most
    after = page.last
    most = Math.min(1_000, most * 2)
  }
}

/** A wave for every day of expiration for which something is due, those already expired first. */
function* wavesOf(day: CivilDate, days: readonly string[], at: Date): Generator<Wave> {
  const numbers = numbersOn(day)
  const kinds = kindsOf(numbers)
  for (const expiresOn of days) {
    const kind = latestKind(expiresOn, day, numbers)
    if (kind === null) continue
    const earlier = kinds.filter((other) => other > kind)
    const words = wordsOf(expiresOn, kind, numbers)
    yield { day, expiresOn, kind, earlier, first: kinds[0] ?? kind, words, at }
  }
}

type Words = Pick<
  Approaching,
  'kind' | 'expiresOn' | 'newExpiresOn' | 'lateThrough' | 'feeCents' | 'lateTotalCents'
>

function wordsOf(expiresOn: string, kind: number, numbers: Numbers): Words {
  const { newExpiresOn, lateThrough } = windowOf(expiresOn, numbers)
  return {
    kind: nameOf(kind) as Words['kind'],
    expiresOn,
    newExpiresOn,
    lateThrough,
    feeCents: numbers.feeCents,
    lateTotalCents: numbers.feeCents + numbers.lateFeeCents,
  }
}
