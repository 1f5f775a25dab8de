/** `npm run redrive -- SERVICE [--all | --id N …]`: what is parked at a service of the running local system, and once more from the start. */
import { parseArgs } from 'node:util'
import { findRunning } from './data-folder.ts'
import { folderOf } from './options.ts'

const usage = 'npm run redrive -- SERVICE [--all | --id N …] [--data DIR]'

interface Parked {
  readonly id: string
  readonly consumer: string
  readonly type: string | null
  readonly reason: string
  readonly attempts: number
  readonly asked: boolean
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      id: { type: 'string', multiple: true },
      data: { type: 'string' },
    },
  })
  const [service] = positionals
  if (!service) throw new Error(usage)
  const running = await findRunning(folderOf(values.data ?? '.peercert/data'))
  if (!running?.services) throw new Error('PeerCert does not run. Start it with npm start.')
  const desk = `${running.control}/parked/${encodeURIComponent(service)}`
  if (values.all || values.id) await drive(desk, values.id)
  else await list(desk, service)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function list(desk: string, service: string) {
  const { parked } = await ask<{ parked: Parked[] }>(desk)
  if (parked.length === 0) process.stdout.write(`Nothing is parked at ${service}.\n`)
  for (const { id, consumer, type, reason, attempts, asked } of parked)
    process.stdout.write(
      `${id}  ${consumer}  ${type ?? 'unknown'}  ${attempts} tries${asked ? '  (asked for)' : ''}\n    ${reason}\n`,
    )
}

async function drive(desk: string, ids: string[] | undefined) {
  const { asked } = await ask<{ asked: number }>(desk, ids ? { ids } : {})
  process.stdout.write(`${asked} will be handled again within seconds.\n`)
}

async function ask<T>(url: string, body?: object): Promise<T> {
  const answer = await fetch(
    url,
    body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
  )
  const said = (await answer.json()) as T & { title?: string; message?: string }
  if (!answer.ok) throw new Error(said.title ?? said.message ?? `The answer was ${answer.status}.`)
  return said
}
