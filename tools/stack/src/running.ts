import { setTimeout as delay } from 'node:timers/promises'
import { findRunning, type RunningSystem } from '@peercert/local/data-folder'
import { StartFailed } from './up.ts'
import type { Status } from './keeper.ts'
import { endLeftOver } from './left-over.ts'

/** The stack that runs on this folder, or a line that says there is none. */
export async function runningOn(data: string): Promise<RunningSystem> {
  const running = await findRunning(data)
  if (!running)
    throw new StartFailed(`No stack runs on ${data}. Start it with npm run stack -- up.`)
  if (!running.control) throw new StartFailed(`The stack on ${data} is only just starting.`)
  return running
}

/** Ends everything on this folder, also what a killed supervisor left; answers whether anything ran. */
export async function endStack(data: string): Promise<boolean> {
  const running = await findRunning(data)
  if (!running) return (await endLeftOver(data)).length > 0
  process.kill(running.pid, 'SIGTERM')
  while ((await findRunning(data))?.pid === running.pid) await delay(100)
  return true
}

export async function processesOf({ control }: RunningSystem): Promise<Status[]> {
  const { processes } = await ask<{ processes: Status[] }>(`${control}/processes`)
  return processes
}

export type Act = 'kill' | 'start' | 'stop' | 'freeze' | 'thaw'

/** Tells one process what to do; answers how it stands then. */
export function tellProcess(
  { control }: RunningSystem,
  name: string,
  act: Act,
  body?: object,
): Promise<Status> {
  return ask(`${control}/processes/${encodeURIComponent(name)}/${act}`, {
    method: 'POST',
    ...(body && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })
}

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(url, init)
  const said = (await answer.json()) as T & { title?: string; message?: string; known?: string[] }
  if (answer.ok) return said
  const { title, message, known } = said
  const others = known ? ` There are: ${known.join(', ')}.` : ''
  throw new StartFailed(`${title ?? message ?? `The answer was ${answer.status}`}.${others}`)
}
