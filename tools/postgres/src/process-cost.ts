import { readdirSync, readFileSync } from 'node:fs'

/** What processes used, as Linux counts it. All threads and children that have ended included. */
const ticksPerSecond = 100

/** CPU seconds of a process and of its children that are gone. */
export function cpuSeconds(pid: number): number {
  const stat = read(pid, 'stat')
  // The name in parentheses may hold spaces; the counters begin after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at] ?? 0), 0)
  return ticks / ticksPerSecond
}

/** Of a process and everything it started that still runs. */
export function cpuSecondsOfTree(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + cpuSeconds(each), 0)
}

/** The most memory a process ever held. */
export function peakRssMb(pid: number): number {
  return kilobytes(pid, 'VmHWM') / 1_024
}

/** Without the memory it shares with others: what one more process would cost. */
export function ownRssMb(pid: number): number {
  return (kilobytes(pid, 'RssAnon') + kilobytes(pid, 'RssFile')) / 1_024
}

export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => parentOf(each) === pid)
}

function parentOf(pid: number): number {
  const stat = read(pid, 'stat')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0)
}

function kilobytes(pid: number, name: string): number {
  const line = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(pid, 'status'))
  return Number(line?.[1] ?? 0)
}

/** Empty when the process is gone. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
