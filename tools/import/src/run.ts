import { linesOf, type Line } from './csv-file.ts'
import { readHolder, type Fault } from './holder.ts'
import { batchSize, type Numbered, type Outcome } from './load.ts'

export interface Counts {
  loaded: number
  unchanged: number
  rejected: number
}
export interface Run {
  readonly file: string
  readonly load: (batch: readonly Numbered[]) => Promise<Outcome[]>
  readonly onFault: (line: number, fault: Fault) => void
  readonly onProgress: (lines: number, bytes: number) => void
}

/** Reads, checks and loads a file batch by batch; good lines are loaded whatever the bad ones are like. */
export async function runImport(run: Run): Promise<Counts> {
  const counts: Counts = { loaded: 0, unchanged: 0, rejected: 0 }
  let batch: Numbered[] = []
  const settle = async () => {
    const outcomes = batch.length > 0 ? await run.load(batch) : []
    for (const outcome of outcomes) {
      counts[outcome.outcome] += 1
      if (outcome.fault) run.onFault(outcome.line, outcome.fault)
    }
    batch = []
  }
  let lines = 0
  for await (const line of linesOf(run.file)) {
    lines += 1
    const read = readLine(line)
    if ('faults' in read) {
      counts.rejected += 1
      for (const fault of read.faults) run.onFault(line.line, fault)
    } else batch.push({ line: line.line, holder: read.holder })
    if (batch.length === batchSize) await settle()
    if (lines % batchSize === 0) run.onProgress(lines, line.bytes)
  }
  await settle()
  return counts
}

function readLine(line: Line) {
  return 'fault' in line ? { faults: [line.fault] } : readHolder(line.fields)
}
