import { doubledRows, lost } from './outcome.ts'
import {
  childrenOf,
  cpuSeconds,
  cpuSecondsOfTree,
  ownRssMb,
  peakRssMb,
} from '@peercert/postgres/process-cost'
import { type BesideRaw, besideRaw } from './raw.ts'
import { forgetHolders, seedHolders, seedOthers, warmUp } from './seed.ts'
import { type ServiceProcess, startServices } from './service-process.ts'
import { arrived } from './sink.ts'
import { type Stack, startStack } from './stack.ts'

export interface Result extends BesideRaw {
  readonly count: number
  readonly perSecond: number
  readonly cpuMicrosPerReminder: number
  readonly ownMicros: number
  readonly postgresMicros: number
  readonly peakRssMb: number
  readonly servicesRssMb: number
  readonly postgresRssMb: number
  /** Of the second run on the same day, which has nothing to do. */
  readonly againMs: number
  readonly lost: number
  readonly doubled: number
}

const first = { day: '2026-09-01', expiresOn: '2026-11-30' }
const measured = { day: '2026-09-02', expiresOn: '2026-12-01' }

/** One day's reminders through everything they pass in production, against our client alone. */
export async function measureFanout(count: number, say: (step: string) => void): Promise<Result> {
  say('starting PostgreSQL, the mail server and the services')
  const stack = await startStack()
  let services: ServiceProcess | undefined
  try {
    await seedHolders(stack, { expiresOn: first.expiresOn, count: warmUp.count, from: 1 })
    services = await startServices({
      environments: await stack.environments(),
      now: `${first.day}T14:00:00Z`,
      scheduled: false,
    })
    await services.order({ do: 'begin' })
    await runDay(services, first.day)
    say(`seeding ${count} holders`)
    await forgetHolders(stack, first.expiresOn)
    await seedOthers(stack, measured.expiresOn, count)
    const running = services
    return await besideRaw(stack.sink, count, say, () => measureTwice(stack, running, count, say))
  } finally {
    await services?.close()
    await stack.close()
  }
}

/** The day, and the same day again, on which nothing may go out. */
async function measureTwice(
  stack: Stack,
  services: ServiceProcess,
  count: number,
  say: (step: string) => void,
) {
  const run = await measureDay(stack, services, count)
  const { messages, duplicates } = await stack.sink.count()
  say('the same day again')
  const againMs = await runDay(services, measured.day)
  const after = (await stack.sink.count()).messages - messages
  const { notifications } = stack.databases
  return {
    ...run,
    count,
    againMs,
    lost: await lost(notifications, count, messages - duplicates),
    doubled: duplicates + after + (await doubledRows(notifications)),
  }
}

/**
 * Answers the milliseconds from the beginning of the day's jobs to the last mail, as our client alone is
 * measured; and comes back when outcomes and their facts are through as well, which is work that counts.
 */
async function runDay(
  services: ServiceProcess,
  day: string,
  lastMail = async () => {},
): Promise<number> {
  await services.order({ do: 'move', to: `${day}T14:00:00Z` })
  const start = performance.now()
  await services.order({ do: 'jobs', day })
  await lastMail()
  const ms = performance.now() - start
  await services.order({ do: 'settle' })
  return ms
}

async function measureDay(stack: Stack, services: ServiceProcess, count: number) {
  const cpu = () => [cpuSeconds(services.pid), cpuSecondsOfTree(stack.postgres.pid)] as const
  const [ownBefore, postgresBefore] = cpu()
  let serverRss = 0
  const look = () => {
    for (const pid of childrenOf(stack.postgres.pid)) serverRss = Math.max(serverRss, ownRssMb(pid))
  }
  // Looking through all processes takes a core for a moment: seldom, and at the end.
  const watch = setInterval(look, 5_000)
  const lastMail = () => arrived(stack.sink, count)
  const ms = await runDay(services, measured.day, lastMail).finally(() => clearInterval(watch))
  const [own, postgres] = cpu()
  look()
  const ownMicros = ((own - ownBefore) * 1e6) / count
  const postgresMicros = ((postgres - postgresBefore) * 1e6) / count
  return {
    perSecond: count / (ms / 1_000),
    ownMicros,
    postgresMicros,
    cpuMicrosPerReminder: ownMicros + postgresMicros,
    servicesRssMb: peakRssMb(services.pid),
    postgresRssMb: serverRss,
    peakRssMb: Math.max(peakRssMb(services.pid), serverRss),
  }
}
