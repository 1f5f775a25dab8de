/**
 * Whoever owns processes may be killed at any moment, and ends none of them then. The warden, a small process of its
 * own, is told which they are, and hears of its owner's end by the pipe that closes; it ends those that are left.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { type Noted, notedAs } from './left-over.ts'

const guarded = new Map<number, Noted>()
let warden: ChildProcess | undefined

/** This process does not outlive us. */
export function guard(name: string, pid: number | undefined, gone?: Promise<unknown>): void {
  if (pid === undefined) return
  guarded.set(pid, notedAs(name, pid))
  tell()
  void gone?.then(() => {
    guarded.delete(pid)
    tell()
  })
}

/** Everybody at once: a warden that was killed itself is replaced by one that knows as much. */
function tell() {
  warden ??= hire()
  warden.stdin?.write(`${JSON.stringify([...guarded.values()])}\n`)
}

function hire(): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=32', join(import.meta.dirname, 'warden-main.ts')],
    // Nobody's Ctrl-C reaches it, and nobody waits for it.
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  child.unref()
  ;(child.stdin as Socket | null)?.on('error', () => {}).unref()
  child.once('error', () => {})
  child.once('exit', () => {
    if (warden === child) warden = undefined
  })
  return child
}
