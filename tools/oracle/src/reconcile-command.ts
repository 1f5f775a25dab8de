/** `npm run reconcile [-- --json] [--data DIR]`: what is compared every hour, at once, on the running system. */
import { parseArgs } from 'node:util'
import { folderOf } from '@peercert/local/options'
import { reconcileAll, type ServiceReconciled } from './reconcile.ts'

const usage =
  'npm run reconcile -- [--data DIR] [--json]     (--data .peercert/stack for npm run stack)'

try {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) process.stdout.write(`${usage}\n`)
  else await reconcile(values.data === undefined ? undefined : folderOf(values.data), values.json)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function reconcile(data: string | undefined, json: boolean): Promise<void> {
  const all = await reconcileAll(data)
  const open = all.flatMap(({ service, unreached }) =>
    unreached.map(
      ({ consumer, topic, reason }) => `${service}: ${consumer} of ${topic}: ${reason}`,
    ),
  )
  const total = totalOf(all)
  if (json)
    process.stdout.write(`${JSON.stringify({ ...total, unreached: open, services: all })}\n`)
  else process.stdout.write(`${linesOf(all, open).join('\n')}\n`)
  // Lost and mended is what it is for; what could not be mended or looked at is a failure.
  if (open.length > 0 || total.lost > total.mended || total.unknown > 0) process.exitCode = 1
}

function totalOf(all: readonly ServiceReconciled[]) {
  const comparisons = all.flatMap((one) => one.comparisons)
  const sum = (of: (one: (typeof comparisons)[number]) => number) =>
    comparisons.reduce((total, one) => total + of(one), 0)
  return {
    published: sum((one) => one.published),
    lost: sum((one) => one.lost.length),
    mended: sum((one) => one.mended),
    unknown: sum((one) => one.unknown.length),
    waiting: sum((one) => one.waiting),
  }
}

function linesOf(all: readonly ServiceReconciled[], open: readonly string[]): string[] {
  const rows = all.flatMap(({ comparisons }) =>
    comparisons.map((one) => [
      one.consumer,
      one.topic,
      String(one.published),
      String(one.lost.length),
      String(one.mended),
      String(one.unknown.length),
      String(one.waiting),
    ]),
  )
  const head = ['consumer', 'topic', 'published', 'lost', 'mended', 'unknown', 'waiting']
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
  const named = all.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ consumer, lost, unknown }) => [
      ...lost.map(({ type, id }) => `lost: ${type} ${id} at ${consumer}`),
      ...unknown.map(({ type, id }) => `in no outbox: ${type} ${id} at ${consumer}`),
    ]),
  )
  const shown = named.slice(0, 50)
  if (named.length > shown.length) shown.push(`… and ${named.length - shown.length} more (--json)`)
  return [line(head), ...rows.map(line), ...shown, ...open.map((one) => `not compared: ${one}`)]
}
