import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DataFolder, findRunning } from '@peercert/local/data-folder'
import type { Ready } from '@peercert/local/ready'
import { docker } from '../engine.ts'
import { compose } from './engine.ts'
import { choosePortsOf, projectOf, writeEnvironment } from './write.ts'

export interface ComposeOptions {
  readonly data: string
  /** The portal's port; the usual one unless given, 0 takes a free one. */
  readonly port?: number
}

/** Writes what compose.yaml reads; answers where program time will be asked for. */
export async function prepareCompose({ data, port }: ComposeOptions): Promise<string> {
  const folder = await DataFolder.take(data, false)
  try {
    if (!(await hasContainers(data))) await choosePortsOf(folder, port)
    return writeEnvironment(folder).control ?? ''
  } finally {
    folder.release()
  }
}

async function hasContainers(data: string): Promise<boolean> {
  const label = `label=com.docker.compose.project=${projectOf(data)}`
  return (await docker('ps', '--quiet', '--filter', label)) !== ''
}

const patienceMs = 10 * 60_000

/** Answers when the portal may be opened; what runs already goes on. */
export async function upCompose(options: ComposeOptions): Promise<Ready> {
  const running = await findRunning(options.data)
  const control = running?.control ?? (await prepareCompose(options))
  await compose(options.data, 'up', '-d')
  const until = performance.now() + patienceMs
  for (;;) {
    const answer = await fetch(`${control}/ready`).catch(() => undefined)
    if (answer?.ok) return (await answer.json()) as Ready
    if (performance.now() > until) throw new Error('PeerCert was not ready after ten minutes.')
    await delay(250)
  }
}

/** With `forget`, volumes and secrets go, too. */
export async function downCompose(data: string, forget: boolean): Promise<void> {
  if (!existsSync(join(data, 'compose.env'))) return
  await compose(data, 'down', '--remove-orphans', ...(forget ? ['--volumes'] : []))
  rmSync(join(data, 'running.json'), { force: true })
  if (forget) rmSync(data, { recursive: true, force: true })
}
