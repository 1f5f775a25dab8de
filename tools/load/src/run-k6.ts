import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { goProgram } from '@peercert/stack/provision/go'
import { k6 } from './k6-program.ts'
import type { RushOrder, RushResult } from './rush.ts'

const script = join(import.meta.dirname, '../k6/main.ts')

export interface K6Run {
  readonly result: RushResult
  /** What the script said about answers that were wrong. */
  readonly said: readonly string[]
}

/** Runs the script to its end; throws with what k6 said when it came to none. */
export async function runK6(order: RushOrder): Promise<K6Run> {
  const program = await goProgram(k6)
  const folder = mkdtempSync(join(tmpdir(), 'peercert-k6-'))
  try {
    const [orderFile, resultFile] = [join(folder, 'order.json'), join(folder, 'result.json')]
    writeFileSync(orderFile, JSON.stringify(order), { mode: 0o600 })
    const said = await run(program, { RUSH: orderFile, RUSH_RESULT: resultFile })
    return { result: JSON.parse(readFileSync(resultFile, 'utf8')) as RushResult, said }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run(program: string, order: Record<string, string>): Promise<string[]> {
  const flags = ['--quiet', '--no-color', '--no-usage-report', '--log-format', 'raw']
  const child = spawn(program, ['run', ...flags, '--include-system-env-vars', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      // It asks nobody on the network, neither for news nor for extensions.
      K6_AUTO_EXTENSION_RESOLUTION: 'false',
      ...order,
    },
  })
  const ended = once(child, 'close')
  // Whoever interrupts us must not leave it at work.
  const stop = () => child.kill('SIGTERM')
  const ends = ['exit', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const end of ends) process.once(end, stop)
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (part: Buffer) => {
      // The beginning tells the cause; a run in which everything fails says the same for ever.
      if (text.length < 100_000) text += part.toString()
    })
  const [code] = (await ended) as [number | null]
  for (const end of ends) process.off(end, stop)
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (code !== 0) throw new Error(`k6 ended with ${code}:\n${lines.slice(0, 20).join('\n')}`)
  return lines
}
