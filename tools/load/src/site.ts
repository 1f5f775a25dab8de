import { mkdtempSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CivilDate, dateOf } from '@peercert/chassis/civil-date'
import { findRunning, readMemory, type RunningSystem } from '@peercert/local/data-folder'
import { demoPassword, type Person } from '@peercert/local/people'
import { subjectOf } from '@peercert/local/simulators'
import { missingFor } from '@peercert/stack/available'
import { adminApi } from '@peercert/stack/keycloak/admin'
import { addPeople } from '@peercert/stack/keycloak/people'
import { processesOf } from '@peercert/stack/running'
import type { SignInKind } from '@peercert/stack/sign-in'
import { startStack } from '@peercert/stack/system'
import { crowdOf, importCrowd } from './crowd.ts'

/** A stack with the crowd on it. */
export interface Site {
  readonly portal: string
  readonly control: string
  readonly crowd: readonly Person[]
  /** Of each process, how often it died or was killed. */
  deaths(): Promise<ReadonlyMap<string, number>>
  /** Stops what was started for this. */
  close(): Promise<void>
}

export interface SiteOptions {
  readonly data: string
  readonly signIn: SignInKind
  readonly report: (line: string) => void
}

export class NotHere extends Error {}

/** The stack that runs on the folder; one of its own where none does. */
export async function openSite(options: SiteOptions): Promise<Site> {
  const { data, report } = options
  const running = await findRunning(data)
  if (!running) return ownSite(options)
  const { portal, clock } = running
  if (!portal || !clock) throw new NotHere(`The stack on ${data} is only just starting.`)
  const today = dateOf(await timeOf(clock))
  const crowd = crowdOf(today)
  report(`The stack on ${data} runs; ${crowd.length} people come in…`)
  await addAccounts(data, running, crowd)
  return siteOf({ data, running, portal, crowd, today, close: async () => {} })
}

async function ownSite({ signIn, report }: SiteOptions): Promise<Site> {
  const missing = await missingFor(signIn === 'keycloak' ? undefined : ['kafka', 'nats'])
  if (missing.length > 0) throw new NotHere(`The stack cannot run here:\n  ${missing.join('\n  ')}`)
  const data = mkdtempSync(join(tmpdir(), 'peercert-load-'))
  const today = dateOf(new Date())
  const crowd = crowdOf(today)
  const rest = { port: 0, fresh: false, demo: false, brokers: 1, parts: 'packages' } as const
  const closers = [() => rmSync(data, { recursive: true, force: true })] as (() => unknown)[]
  const close = async () => {
    for (const step of closers.splice(0).toReversed()) await step()
  }
  // Whoever interrupts must not be left with a dozen processes.
  const interrupted = () => void close().finally(() => process.exit(130))
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, interrupted)
  closers.push(() => signals.forEach((signal) => process.off(signal, interrupted)))
  try {
    const stack = await startStack({ ...rest, data, signIn, crowd }, { report, stop: () => {} })
    closers.push(() => stack.close())
    const running = (await findRunning(data)) as RunningSystem
    report(`A stack of its own runs; ${crowd.length} people come in…`)
    return await siteOf({ data, running, portal: stack.ready.portal, crowd, today, close })
  } catch (error) {
    await close()
    throw error
  }
}

interface Ground extends Pick<Site, 'portal' | 'crowd' | 'close'> {
  readonly data: string
  readonly running: RunningSystem
  readonly today: CivilDate
}

async function siteOf({ data, running, portal, crowd, today, close }: Ground): Promise<Site> {
  await importCrowd(data, crowd, today)
  return {
    portal,
    control: running.control,
    crowd,
    close,
    async deaths() {
      const processes = await processesOf(running)
      return new Map(processes.map(({ name, restarts, kills }) => [name, restarts + kills]))
    },
  }
}

async function timeOf(clock: string): Promise<Date> {
  const { now } = (await (await fetch(clock)).json()) as { now: string }
  return new Date(now)
}

/** At the Keycloak of a stack that runs; the embedded sign-in hears of people only when it starts. */
async function addAccounts(
  data: string,
  { issuers }: RunningSystem,
  crowd: readonly Person[],
): Promise<void> {
  if (readMemory(data).signIn !== 'keycloak' || !issuers)
    throw new NotHere(
      `The sign-in on ${data} is the embedded one, which takes nobody in while it runs. Stop that stack, or name another folder with --data.`,
    )
  const admin = JSON.parse(await readFile(join(data, 'keycloak', 'admin.json'), 'utf8')) as never
  const people = crowd.map(({ name, email, realm, language }) => {
    return { name, email, realm, language, subject: subjectOf(email), password: demoPassword }
  })
  await addPeople({ admin: adminApi(new URL(issuers.peers).origin, admin) }, people)
}
