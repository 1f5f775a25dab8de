import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Entry {
  seq: number
  at: string
  what: string
  [detail: string]: unknown
}

/** What happened, in order, never changed afterwards. */
export interface Journal {
  write(what: string, detail?: Record<string, unknown>): Entry
  read(filter?: { since?: number; what?: string; limit?: number }): Entry[]
}

/** More than this is kept in the file, not in memory. */
const remembered = 20_000

function readBack(file: string): Entry[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(-remembered)
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry]
      } catch {
        return []
      }
    })
}

export function openJournal(file: string | null): Journal {
  const entries = file ? readBack(file) : []
  let last = entries.at(-1)?.seq ?? 0
  if (file) mkdirSync(dirname(file), { recursive: true })

  return {
    write(what, detail = {}) {
      const entry: Entry = { seq: ++last, at: new Date().toISOString(), what, ...detail }
      entries.push(entry)
      if (entries.length > remembered * 1.5) entries.splice(0, entries.length - remembered)
      if (file) appendFileSync(file, `${JSON.stringify(entry)}\n`)
      return entry
    },
    read({ since = 0, what, limit } = {}) {
      const found = entries.filter((e) => e.seq > since && (!what || e.what === what))
      return limit ? found.slice(-limit) : found
    },
  }
}
