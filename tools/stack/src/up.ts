import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { missingFor } from './available.ts'
import type { StackOptions } from './options.ts'
import type { SuperviseOrder, Word } from './supervise.ts'
import type { StackReady } from './system.ts'

export class StartFailed extends Error {}

/** Somebody ends us, or the program that started us, and has a line to us, is gone. */
export const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const

export interface Supervisor {
  readonly ready: StackReady
  /** It goes on without us. */
  release(): void
  /** Everything ends; resolves when it has. */
  stop(): Promise<void>
  /** Resolves when it is gone. */
  readonly ended: Promise<unknown>
}

/** Starts the supervisor and waits until everything is ready. */
export async function launch(
  options: StackOptions,
  attached: boolean,
  report: (step: string) => void,
): Promise<Supervisor> {
  const missing = await missingFor(partsOf(options))
  if (missing.length > 0)
    throw new StartFailed(
      `The stack cannot run here:\n${missing.map((it) => `  ${it}`).join('\n')}`,
    )
  const { data, fresh, demo, port, brokers, signIn, parts } = options
  const settings = { data, fresh, demo, port, brokers, signIn, ...(parts && { parts }) }
  const order: SuperviseOrder = { ...settings, attached }
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=256', join(import.meta.dirname, 'supervise.ts'), JSON.stringify(order)],
    // Nothing of ours is held: whoever reads our output is not kept waiting by a process that lives on.
    { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
  )
  const ended = once(child, 'exit')
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  // Ctrl-C while it starts ends the start.
  const interrupted = () => void stop().then(() => process.exit(130))
  for (const reason of interruptions) process.once(reason, interrupted)
  // Listening for that end is no reason to stay.
  process.channel?.unref()
  const ready = await hear(child, report)
  for (const reason of interruptions) process.off(reason, interrupted)
  return {
    ready,
    stop,
    ended,
    release() {
      child.disconnect()
      child.unref()
    },
  }
}

function partsOf({ signIn }: StackOptions) {
  return signIn === 'keycloak' ? undefined : (['kafka', 'nats'] as const)
}

function hear(child: ChildProcess, report: (step: string) => void): Promise<StackReady> {
  return new Promise((resolve, reject) => {
    child.on('message', (word: Word) => {
      if ('step' in word) report(word.step)
      else if ('ready' in word) resolve(word.ready)
      else reject(new StartFailed(word.failed))
    })
    child.once('exit', (code) => reject(new StartFailed(`The supervisor ended with ${code}.`)))
  })
}
