/**
 * The process that owns all others. `up` starts it detached, with its options as JSON, and hears of its progress until
 * everything is ready; after that it lives by itself.
 */
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DataFolderError } from '@peercert/local/data-folder'
import type { StackOptions } from './options.ts'
import { MissingPart } from './provision/missing.ts'
import { type StackReady, startStack } from './system.ts'

export interface SuperviseOrder extends StackOptions {
  /** Ends when whoever started it is gone. */
  readonly attached: boolean
}

export type Word =
  | { readonly step: string }
  | { readonly ready: StackReady }
  | { readonly failed: string; readonly missing: boolean }

const order = JSON.parse(process.argv[2] ?? '{}') as SuperviseOrder
const log = join(order.data, 'logs', 'supervisor.log')
let begun = false
let ready = false

function note(line: string) {
  // Not before the folder is ours.
  if (begun) appendFileSync(log, `${new Date().toISOString()} ${line}\n`)
}

function say(word: Word) {
  if (process.connected) process.send?.(word, () => {})
}

function report(step: string) {
  mkdirSync(join(order.data, 'logs'), { recursive: true })
  begun = true
  note(step)
  if (!ready) say({ step })
}

process.on('uncaughtExceptionMonitor', (error) => note(error.stack ?? error.message))

let stopping = false
const starting = startStack(order, { report, stop: () => void stop() })

async function stop() {
  if (stopping) return
  stopping = true
  note('stopping')
  const system = await starting.catch(() => undefined)
  await system?.close()
  note('stopped')
  process.exit(0)
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())
// Whoever waited gave up before it was ready: nobody would know of us.
process.on('disconnect', () => {
  if (order.attached || !ready) void stop()
})

try {
  const system = await starting
  ready = true
  note('ready')
  say({ ready: system.ready })
  if (!process.connected && !stopping && order.attached) await stop()
} catch (error) {
  const failed = error instanceof Error ? error.message : String(error)
  note(error instanceof Error ? (error.stack ?? failed) : failed)
  const missing = error instanceof MissingPart
  if (!(error instanceof DataFolderError) && !missing && begun)
    say({ failed: `${failed}\n(logs are in ${join(order.data, 'logs')})`, missing })
  else say({ failed, missing })
  process.exitCode = 1
  process.disconnect?.()
}
