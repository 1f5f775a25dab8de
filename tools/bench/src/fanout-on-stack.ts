import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addDays, at, type CivilDate, dateOf } from '@peercert/chassis/civil-date'
import { startStack as startParts, type StackSystem } from '@peercert/stack/system'
import pg from 'pg'
import { doubledRows, lost } from './outcome.ts'
import { cpuSecondsOfTree, peakRssMb } from '@peercert/postgres/process-cost'
import { type BesideRaw, besideRaw } from './raw.ts'
import { type Databases, forgetHolders, seedHolders, seedOthers, warmUp } from './seed.ts'
import { arrived, type SinkProcess, startSinkProcess } from './sink.ts'
import { type ServiceName, serviceNames } from './stack.ts'

export interface ProcessCost {
  readonly name: string
  /** Of a service or PostgreSQL; the others are only shown. */
  readonly counts: boolean
  readonly cpuMicros: number
  readonly peakRssMb: number
}

export interface StackResult extends BesideRaw {
  readonly count: number
  readonly perSecond: number
  readonly cpuMicrosPerReminder: number
  readonly processes: readonly ProcessCost[]
  readonly peakRssMb: number
  readonly lost: number
  readonly doubled: number
}

/** One day's reminders through Kafka, every service its own process, as a deployment runs them. */
export async function measureOnStack(
  count: number,
  say: (step: string) => void,
): Promise<StackResult> {
  const data = mkdtempSync(join(tmpdir(), 'peercert-bench-'))
  const sink = await startSinkProcess()
  try {
    const site = await openSite(data, sink, say)
    try {
      return await measureSite(site, count, say)
    } finally {
      await Promise.all(Object.values(site.databases).map((pool) => pool.end()))
      await site.stack.close()
    }
  } finally {
    await sink.close()
    rmSync(data, { recursive: true, force: true })
  }
}

async function measureSite(
  site: Site,
  count: number,
  say: (step: string) => void,
): Promise<StackResult> {
  const { sink, stack, databases } = site
  const first = addDays(dateOf(stack.time.now()), 1)
  await seedHolders(site, { expiresOn: addDays(first, 90), count: warmUp.count, from: 1 })
  say('the first day, to warm up')
  await stack.time.moveTo(at(first, 7))
  say(`seeding ${count} holders`)
  const day = addDays(first, 1)
  await forgetHolders(site, addDays(first, 90))
  await seedOthers(site, addDays(day, 90), count)
  return besideRaw(sink, count, say, async () => {
    const run = await measureDay(site, day, count)
    const { messages, duplicates } = await sink.count()
    return {
      ...run,
      count,
      lost: await lost(databases.notifications, count, messages - duplicates),
      doubled: duplicates + (await doubledRows(databases.notifications)),
    }
  })
}

interface Site {
  readonly stack: StackSystem
  readonly sink: SinkProcess
  readonly databases: Databases
}

/** Real parts from packages, so that each is a process whose cost can be read. */
async function openSite(
  data: string,
  sink: SinkProcess,
  say: (step: string) => void,
): Promise<Site> {
  const urls = new Map<string, string>()
  const stack = await startParts(
    {
      data,
      port: 0,
      fresh: true,
      demo: false,
      brokers: 1,
      signIn: 'embedded',
      parts: 'packages',
    },
    {
      report: say,
      stop: () => {},
      rewire(service, environment) {
        urls.set(service, environment.DATABASE_URL ?? '')
        if (service !== 'notifications') return environment
        return { ...environment, SMTP_URL: `smtp://127.0.0.1:${sink.port}` }
      },
    },
  )
  const databases = {} as Record<ServiceName, pg.Pool>
  for (const name of serviceNames) {
    databases[name] = new pg.Pool({ connectionString: urls.get(name), max: 2 })
    // The server ends before an idle connection learns of it.
    databases[name].on('error', () => {})
  }
  return { stack, sink, databases }
}

async function measureDay({ stack, sink }: Site, day: CivilDate, count: number) {
  const before = costs(stack, sink)
  const start = performance.now()
  // What follows the last mail, such as outcomes and their facts, is work that counts, too.
  const [ms] = await Promise.all([
    arrived(sink, count).then(() => performance.now() - start),
    stack.time.moveTo(at(day, 7)),
  ])
  const processes = costs(stack, sink).map(({ name, pid, counts, seconds }): ProcessCost => {
    const spent = seconds - (before.find((one) => one.pid === pid)?.seconds ?? 0)
    return { name, counts, cpuMicros: (spent * 1e6) / count, peakRssMb: peakRssMb(pid) }
  })
  const ours = processes.filter(({ counts }) => counts)
  return {
    perSecond: count / (ms / 1_000),
    processes,
    cpuMicrosPerReminder: ours.reduce((sum, { cpuMicros }) => sum + cpuMicros, 0),
    peakRssMb: Math.max(
      ...ours.filter(({ name }) => name !== 'postgres').map((each) => each.peakRssMb),
    ),
  }
}

const notOurs = /^(?:kafka|nats|mail|card|outside|sign-in|sink|supervisor)/

/** CPU seconds so far. PostgreSQL is the server with all it has started. */
function costs({ keeper }: StackSystem, sink: SinkProcess) {
  const kept = keeper.statuses().flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }]))
  return [...kept, { name: 'sink', pid: sink.pid }].map(({ name, pid }) => ({
    name,
    pid,
    counts: !notOurs.test(name),
    seconds: cpuSecondsOfTree(pid),
  }))
}
