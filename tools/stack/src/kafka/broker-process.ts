import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { guard } from '../warden.ts'

export interface BrokerFiles {
  readonly log: string
  readonly pid: string
  /** Stands in the command line of no other process. */
  readonly properties: string
}

const ready = 'Kafka Server started'

/** It was there and ended: somebody has its port, or its settings are wrong. The log says which. */
export class EndedTooSoon extends Error {
  override readonly name = 'EndedTooSoon'
}

/** One Java process; answers once the broker serves. Its output goes to the log, whoever reads it. */
export async function startBroker(
  args: readonly string[],
  files: BrokerFiles,
): Promise<ChildProcess> {
  await endLeftOver(files)
  const out = openSync(files.log, 'a')
  const from = statSync(files.log).size
  const child = spawn('java', [...args], {
    stdio: ['ignore', out, out],
    // Its own process group: Ctrl-C in a terminal reaches the services first.
    detached: process.platform !== 'win32',
  })
  closeSync(out)
  // A run that ends by throwing leaves no broker behind.
  const onExit = () => void child.kill('SIGKILL')
  process.once('exit', onExit)
  child.once('exit', () => {
    process.off('exit', onExit)
    rmSync(files.pid, { force: true })
  })
  guard('kafka', child.pid, new Promise((resolve) => child.once('exit', resolve)))
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      reject(
        new EndedTooSoon(`Kafka ended (${code ?? signal}) before it was ready, see ${files.log}`),
      ),
    )
  })
  if (child.pid) writeFileSync(files.pid, String(child.pid))
  await Promise.race([said(files.log, from), failed])
  return child
}

async function said(log: string, from: number): Promise<void> {
  const file = await open(log)
  try {
    let text = ''
    const buffer = Buffer.alloc(65_536)
    for (let position = from; !text.includes(ready);) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, position)
      position += bytesRead
      text = text.slice(-ready.length) + buffer.toString('latin1', 0, bytesRead)
      if (bytesRead === 0) await delay(25)
    }
  } finally {
    await file.close()
  }
}

export function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null && child.pid !== undefined
}

/** A signal that ends it is waited for; one that freezes or thaws it is not. */
export async function signalBroker(
  child: ChildProcess,
  signal: NodeJS.Signals,
  patienceMs = 30_000,
): Promise<void> {
  if (!isRunning(child)) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(signal)
  if (signal === 'SIGSTOP' || signal === 'SIGCONT') return
  // Who was frozen hears nothing else before it is thawed.
  if (signal !== 'SIGKILL') child.kill('SIGCONT')
  const slow = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  await gone
  clearTimeout(slow)
}

/** A broker of this folder that outlived a killed start: it is ours, and ends before the next. */
async function endLeftOver({ pid: file, properties }: BrokerFiles): Promise<void> {
  let pid = 0
  try {
    pid = Number(readFileSync(file, 'utf8'))
  } catch {
    return
  }
  for (let tries = 0; tries < 100 && pid > 0 && isOurs(pid, properties); tries += 1) {
    process.kill(pid, 'SIGKILL')
    await delay(100)
  }
  rmSync(file, { force: true })
}

function isOurs(pid: number, properties: string): boolean {
  try {
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { stdio: 'pipe' })
    return command.toString().includes(properties)
  } catch {
    return false
  }
}
