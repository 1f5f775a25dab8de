import { existsSync, readFileSync } from 'node:fs'

/** Not what is left of a dead one that nobody has asked after yet. */
export function isAlive(pid: number | null): boolean {
  try {
    process.kill(pid ?? Number.NaN, 0)
    const stat = existsSync('/proc/self') ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ''
    return !/\) Z /.test(stat)
  } catch {
    return false
  }
}
