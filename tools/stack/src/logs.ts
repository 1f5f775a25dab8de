import { closeSync, openSync, readSync, statSync, truncateSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const largestLog = 20 * 1024 * 1024

/** A log that has grown large begins anew. */
export function shorten(log: string): void {
  if (sizeOf(log) > largestLog) truncateSync(log)
}

/** The last lines of a log file. */
export function tailOf(log: string, lines = 15): string {
  const size = sizeOf(log)
  const text = read(log, Math.max(0, size - lines * 2_000), size)
  return text.trimEnd().split('\n').slice(-lines).join('\n')
}

/** What is written to it from now on, for ever. */
export async function followLog(log: string, write: (text: string) => void): Promise<never> {
  for (let from = sizeOf(log); ; await delay(200)) {
    const size = sizeOf(log)
    if (size > from) write(read(log, from, size))
    from = size
  }
}

function sizeOf(log: string): number {
  return statSync(log, { throwIfNoEntry: false })?.size ?? 0
}

function read(log: string, from: number, to: number): string {
  if (to <= from) return ''
  const buffer = Buffer.alloc(to - from)
  const file = openSync(log, 'r')
  try {
    readSync(file, buffer, 0, buffer.length, from)
  } finally {
    closeSync(file)
  }
  return buffer.toString('utf8')
}
