import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync } from 'node:fs'
import { writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** A map that outlives the process: every change is one line of JSON at the end of a file. */
export interface Records<T> {
  get(id: string): T | undefined
  set(id: string, value: T): void
  delete(id: string): void
  values(): T[]
  entries(): [string, T][]
  clear(): void
  readonly size: number
  close(): void
}

type Line<T> = [id: string, value: T | null]

function readLines<T>(file: string): Map<string, T> {
  const kept = new Map<string, T>()
  if (!existsSync(file)) return kept
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    if (!text) continue
    let line: Line<T>
    try {
      line = JSON.parse(text) as Line<T>
    } catch {
      // A process that died while writing leaves half a line: that change was never answered.
      continue
    }
    const [id, value] = line
    if (value === null) kept.delete(id)
    else kept.set(id, value)
  }
  return kept
}

/** Without a file the records live in memory only. */
export function openRecords<T>(file: string | null): Records<T> {
  const kept = file ? readLines<T>(file) : new Map<string, T>()
  let handle: number | null = null
  let lines = 0

  const rewrite = () => {
    if (!file) return
    if (handle !== null) closeSync(handle)
    mkdirSync(dirname(file), { recursive: true })
    const text = [...kept].map((line) => `${JSON.stringify(line)}\n`).join('')
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
    handle = openSync(file, 'a')
    lines = kept.size
  }
  const append = (line: Line<T>) => {
    if (handle === null) return
    writeSync(handle, `${JSON.stringify(line)}\n`)
    lines++
    if (lines > 500 && lines > kept.size * 4) rewrite()
  }
  rewrite()

  return {
    get: (id) => kept.get(id),
    set(id, value) {
      kept.set(id, value)
      append([id, value])
    },
    delete(id) {
      if (kept.delete(id)) append([id, null])
    },
    values: () => [...kept.values()],
    entries: () => [...kept.entries()],
    clear() {
      kept.clear()
      rewrite()
    },
    get size() {
      return kept.size
    },
    close() {
      if (handle !== null) closeSync(handle)
      handle = null
    },
  }
}
