import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { shorten, tailOf } from './logs.ts'
import { guard } from './warden.ts'

export interface ChildOptions {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Standard output and error go here: whoever waits for us is not held by a pipe. */
  readonly log: string
  /** True once the process does its work. */
  ready(): Promise<boolean>
  readonly patienceMs?: number
  /** How long it may take to end in order. */
  readonly graceMs?: number
}

/** One process that may be started, killed and started again. */
export class Child {
  readonly name: string
  readonly log: string
  readonly #options: ChildOptions
  #process: ChildProcess | undefined
  #exited: Promise<void> = Promise.resolve()

  constructor(options: ChildOptions) {
    this.name = options.name
    this.log = options.log
    this.#options = options
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  /** Resolves when it is ready; throws with the end of its log when it ends before that. */
  async start(): Promise<void> {
    if (this.#process) throw new Error(`${this.name} runs already`)
    const { patienceMs = 120_000 } = this.#options
    this.#spawn()
    const until = performance.now() + patienceMs
    while (!(await this.#options.ready().catch(() => false))) {
      if (!this.#process) throw new Error(`${this.name} did not start:\n${tailOf(this.log)}`)
      if (performance.now() > until) {
        await this.kill('SIGKILL')
        throw new Error(`${this.name} was not ready in time:\n${tailOf(this.log)}`)
      }
      await delay(50)
    }
  }

  /** Resolves when it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#process?.kill(signal)
    // Who was frozen hears nothing else before it is thawed.
    if (signal !== 'SIGKILL') this.#process?.kill('SIGCONT')
    await this.#exited
  }

  /** In order; by force when that takes too long. */
  async stop(): Promise<void> {
    const force = setTimeout(() => this.#process?.kill('SIGKILL'), this.#options.graceMs ?? 20_000)
    await this.kill('SIGTERM')
    clearTimeout(force)
  }

  /** Freeze it, let it go on. */
  signal(signal: NodeJS.Signals): void {
    this.#process?.kill(signal)
  }

  /** Resolves when the process that runs now is gone. */
  get exited(): Promise<void> {
    return this.#exited
  }

  #spawn() {
    const { program, args, env, log } = this.#options
    shorten(log)
    const out = openSync(log, 'a', 0o600)
    const child = spawn(program, [...args], {
      stdio: ['ignore', out, out],
      // Its own process group: Ctrl-C in a terminal is for whoever holds all of us.
      detached: process.platform !== 'win32',
      ...(env && { env }),
    })
    closeSync(out)
    this.#process = child
    this.#exited = new Promise((resolve) => {
      const gone = () => {
        if (this.#process === child) this.#process = undefined
        resolve()
      }
      child.once('exit', gone)
      child.once('error', gone)
    })
    guard(this.name, child.pid, this.#exited)
  }
}

/** Whether an address answers with a success. */
export async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
  await answer?.body?.cancel()
  return answer?.ok ?? false
}
