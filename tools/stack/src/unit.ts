import { answers, Child, type ChildOptions } from './child.ts'

/** One process of the stack, whatever it is. */
export interface Unit {
  readonly name: string
  readonly url: string | null
  /** Answers with a success while the process does its work. */
  readonly health: string | null
  readonly log: string
  /** Undefined while it does not run. */
  pid(): number | undefined
  /** Resolves when it does its work; rejects when it ended before that. */
  start(): Promise<void>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGSTOP freezes it, SIGCONT thaws it. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
  /** In order; resolves when it is gone. */
  stop(): Promise<void>
}

export interface NodeUnit {
  readonly name: string
  readonly url: string
  readonly health: string
  /** Of the logs. */
  readonly folder: string
  readonly flags?: readonly string[]
  readonly main: string
  readonly args?: readonly string[]
  readonly env: ChildOptions['env']
}

/** A TypeScript program on the Node that runs us. */
export function nodeUnit({ name, url, health, folder, main, ...rest }: NodeUnit): Unit {
  const { flags = [], args = [], env } = rest
  const child = new Child({
    name,
    program: process.execPath,
    args: [...flags, main, ...args],
    env: { ...inherited(), ...env },
    log: `${folder}/${name}.log`,
    ready: () => answers(health),
  })
  return { ...unitOf(child), url, health }
}

export function unitOf(child: Child): Omit<Unit, 'url' | 'health'> {
  return {
    name: child.name,
    log: child.log,
    pid: () => child.pid,
    start: () => child.start(),
    kill: () => child.kill('SIGKILL'),
    signal: (signal) => child.signal(signal),
    stop: () => child.stop(),
  }
}

/** Of our own environment a process gets what any program needs, and none of our settings. */
function inherited(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'SystemRoot', 'FAILPOINTS', 'OTLP_URL']
  const known = names.filter((name) => process.env[name] !== undefined)
  return Object.fromEntries(known.map((name) => [name, process.env[name]]))
}
