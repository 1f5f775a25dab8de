import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startKafka } from '../src/kafka/cluster.ts'

/**
 * How long Kafka takes to start and to stop, and what it holds in memory:
 * `node tools/stack/bench/start.ts [1 | 3]`. With an empty PEERCERT_CACHE the first start is cold.
 */
const brokers = process.argv[2] === '3' ? 3 : 1
for (const what of ['first start', 'again', 'again']) {
  const dataDir = mkdtempSync(join(tmpdir(), 'peercert-start-'))
  const begun = performance.now()
  const cluster = await startKafka({ dataDir, brokers })
  const ready = performance.now()
  const memory = cluster.processes.map(({ name, pid }) => `${name} ${residentMiB(pid)} MiB`)
  const stopping = performance.now()
  await cluster.stop()
  const stopped = performance.now()
  rmSync(dataDir, { recursive: true, force: true })
  const times = `ready in ${seconds(ready - begun)} s, stopped in ${seconds(stopped - stopping)} s`
  console.log(`${what}, ${brokers} broker${brokers > 1 ? 's' : ''}: ${times}; ${memory.join(', ')}`)
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1)
}

function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024)
}
