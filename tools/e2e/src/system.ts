import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Ready } from '@peercert/local/ready'

export interface System extends Ready {
  /** Everything that the services wrote to standard error. */
  readonly log: readonly string[]
  person(shows: string, language: 'en' | 'es', method?: string): Ready['people'][number]
  moveTo(instant: string): Promise<{ now: string; days: number }>
  now(): Promise<string>
  mailTo(address: string): Promise<Mail[]>
  stop(): Promise<void>
}
export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly messageId: string
  readonly at: string
}

export interface SystemOptions {
  readonly args?: readonly string[]
  readonly data?: string
  /** Where traces go; nowhere without it. */
  readonly traces?: string
}

/** Which system the tests look at: the one process of `npm start`, or the real parts. SYSTEM=stack says so. */
export const onStack = process.env.SYSTEM === 'stack'

/** What cannot be had here; then nothing of this system is tested. */
export const missing = (onStack && process.env.STACK_MISSING) || false
/** For the names of what is skipped. */
export const why = missing ? ` (${missing})` : ''

/** How long a start may take: the first one on a machine fetches and builds the real parts. */
export const startMs = onStack ? 900_000 : 180_000

/** The product as anybody runs it, on a folder and ports of its own. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'peercert-e2e-'))
  const started = await (onStack ? startStack : startLocal)(data, options)
  return {
    ...useOf(started.ready),
    get log() {
      return started.log()
    },
    async stop() {
      await started.stop()
      if (!options.data) rmSync(data, { recursive: true, force: true })
    },
  }
}

interface Started {
  readonly ready: Ready
  log(): readonly string[]
  stop(): Promise<void>
}

/** `npm start -- --json` */
async function startLocal(data: string, { args = [], traces }: SystemOptions): Promise<Started> {
  const more = [...args, ...(traces === undefined ? [] : ['--traces', traces])]
  const { child, ended, said } = run('local', ['--json', '--port', '0', '--data', data, ...more])
  const ready = await firstLine(child.stdout, ended, said)
  return {
    ready,
    log: () => said,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** `npm start -- --stack --json`: ours for as long as we are there, however we end. */
async function startStack(data: string, { args = [], traces }: SystemOptions): Promise<Started> {
  const env = { ...process.env, ...(traces !== undefined && { OTLP_URL: traces }) }
  const settings = ['--stack', '--json', '--port', '0', '--data', data, ...args]
  const { child, ended, said } = run('stack', settings, env)
  const ready = await firstLine(child.stdout, ended, said)
  return {
    ready,
    log: () => linesIn(join(data, 'logs')),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

function run(tool: 'local' | 'stack', args: readonly string[], env = process.env) {
  const main = fileURLToPath(new URL(`../../${tool}/src/main.ts`, import.meta.url))
  // By the line to us it hears of our end, whatever that is.
  const child = spawn(process.execPath, [main, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  }) as ChildProcessByStdio<null, Readable, Readable>
  const said: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => void said.push(line))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, ended, said }
}

function linesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
}

/** What tests ask of a system that runs, whoever started it. */
export function useOf(ready: Ready): Omit<System, 'log' | 'stop'> {
  return {
    ...ready,
    person(shows, language, method = 'password') {
      const found = ready.people.find(
        (one) => one.shows === shows && one.language === language && one.signsInWith === method,
      )
      if (!found) throw new Error(`no demo person shows ${shows} in ${language} with ${method}`)
      return found
    },
    async moveTo(instant) {
      const answer = await fetch(ready.clock, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ now: instant }),
      })
      if (!answer.ok) throw new Error(`the clock answered ${answer.status}: ${await answer.text()}`)
      return (await answer.json()) as { now: string; days: number }
    },
    now: async () => ((await (await fetch(ready.clock)).json()) as { now: string }).now,
    mailTo: async (address) =>
      (await (
        await fetch(`${ready.mail}/messages?to=${encodeURIComponent(address)}`)
      ).json()) as Mail[],
  }
}

async function firstLine(
  out: NodeJS.ReadableStream,
  ended: Promise<number | null>,
  log: readonly string[],
): Promise<Ready> {
  const line = new Promise<string>((resolve) =>
    createInterface({ input: out }).once('line', resolve),
  )
  const first = await Promise.race([line, ended.then((code) => ({ code }))])
  if (typeof first !== 'string')
    throw new Error(`the start ended with ${first.code}:\n${log.join('\n')}`)
  return JSON.parse(first) as Ready
}
