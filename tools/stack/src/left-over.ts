import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** A process, told from a later one that was given the same number. */
export interface Noted {
  readonly name: string
  readonly pid: number
  readonly born: string
}

const file = (folder: string) => join(folder, 'processes.json')

/** Notes who runs, so that the next start finds them should we be killed. */
export function noteProcesses(
  folder: string,
  running: readonly { readonly name: string; readonly pid: number }[],
): void {
  const noted = running.map(({ name, pid }) => notedAs(name, pid))
  writeFileSync(file(folder), JSON.stringify(noted), { mode: 0o600 })
}

export const notedAs = (name: string, pid: number): Noted => ({ name, pid, born: bornOf(pid) })

export function forgetProcesses(folder: string): void {
  rmSync(file(folder), { force: true })
}

/** Ends what a killed supervisor left behind; answers the names. */
export async function endLeftOver(folder: string): Promise<string[]> {
  const left = await endAll(notedIn(folder))
  forgetProcesses(folder)
  return left
}

/** In order, by force after ten seconds; resolves when they are gone, with the names of those that were there. */
export async function endAll(noted: readonly Noted[]): Promise<string[]> {
  const left = noted.filter(isSame)
  for (const { pid } of left) {
    send(pid, 'SIGTERM')
    // Who was frozen hears nothing else before it is thawed.
    send(pid, 'SIGCONT')
  }
  for (let tries = 0; tries < 100 && left.some(isSame); tries += 1) await delay(100)
  for (const one of left) if (isSame(one)) send(one.pid, 'SIGKILL')
  while (left.some(isSame)) await delay(20)
  return left.map(({ name }) => name)
}

function notedIn(folder: string): Noted[] {
  if (!existsSync(file(folder))) return []
  try {
    return JSON.parse(readFileSync(file(folder), 'utf8')) as Noted[]
  } catch {
    return []
  }
}

function isSame({ pid, born }: Noted): boolean {
  return born !== '' && bornOf(pid) === born
}

/** When a process began; empty when there is none, or only what is left of a dead one. */
function bornOf(pid: number): string {
  try {
    if (!existsSync('/proc/self/stat'))
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? '' : (fields[19] ?? '')
  } catch {
    return ''
  }
}

function send(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // Gone by itself.
  }
}
