import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
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

/** `npm start -- --json` on a folder and ports of its own: the product as anybody runs it. */
export async function startSystem(
  options: { args?: readonly string[]; data?: string } = {},
): Promise<System> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'peercert-e2e-'))
  const main = fileURLToPath(new URL('../../local/src/main.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    [main, '--json', '--port', '0', '--data', data, ...(options.args ?? [])],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const log: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => void log.push(line))
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const ready = await firstLine(child.stdout, ended, log)
  return {
    ...ready,
    log,
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
    async stop() {
      child.kill('SIGTERM')
      await ended
      if (!options.data) rmSync(data, { recursive: true, force: true })
    },
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
