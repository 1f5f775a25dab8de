import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { serviceFlags } from '@peercert/stack/node-flags'
import type { Order, Setting } from './services.ts'

export interface ServiceProcess {
  readonly pid: number
  order(order: Order): Promise<void>
  /** SIGKILL: no goodbye. */
  kill(): Promise<void>
  close(): Promise<void>
}

interface Answer {
  readonly done?: string
  readonly failed?: string
}

export async function startServices(
  setting: Setting,
  flags: readonly string[] = [],
): Promise<ServiceProcess> {
  const child = launch(setting, flags)
  await answer(child, 'start')
  return {
    pid: child.pid as number,
    async order(order) {
      const answered = answer(child, order.do)
      child.send(order)
      await answered
    },
    async kill() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.send({ do: 'close' } satisfies Order)
      await gone
    },
  }
}

/** For those who die young: killed so long after its birth, wherever it is then. */
export async function startAndKill(setting: Setting, afterMs: number): Promise<void> {
  const child = launch(setting, [])
  const gone = once(child, 'exit')
  await delay(afterMs)
  child.kill('SIGKILL')
  await gone
}

// All services share one heap here: were it to double, they would have more than 256 MB at a million.
const inOneHeap = ['--heap-growing-percent=60']

function launch(setting: Setting, flags: readonly string[]): ChildProcess {
  const program = fileURLToPath(new URL('services.ts', import.meta.url))
  const child = fork(program, {
    execArgv: [...serviceFlags, ...inOneHeap, ...flags],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  child.send(setting)
  return child
}

function answer(child: ChildProcess, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onMessage = ({ done, failed }: Answer) => {
      if (failed !== undefined) finish(() => reject(new Error(failed)))
      else if (done === what) finish(resolve)
    }
    const onExit = () => finish(() => reject(new Error(`the services ended before ${what}`)))
    const finish = (then: () => void) => {
      child.off('message', onMessage).off('exit', onExit)
      then()
    }
    child.on('message', onMessage).on('exit', onExit)
  })
}
