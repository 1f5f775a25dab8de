import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface SinkCount {
  readonly messages: number
  readonly distinct: number
  readonly duplicates: number
}

export interface SinkProcess {
  readonly port: number
  readonly pid: number
  count(): Promise<SinkCount>
  /** As soon as so many have come, or after some seconds. */
  countAt(messages: number): Promise<SinkCount>
  forget(): Promise<void>
  close(): Promise<void>
}

/** The counting mail server in a process of its own: its work is not ours. */
export async function startSinkProcess(): Promise<SinkProcess> {
  const program = fileURLToPath(import.meta.resolve('@peercert/simulators/sink'))
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { port, url } = JSON.parse(line) as { port: number; url: string }
  const count = async (path: string) => (await (await fetch(`${url}${path}`)).json()) as SinkCount
  return {
    port,
    pid: child.pid as number,
    count: () => count('/stats'),
    countAt: (messages) => count(`/stats/${messages}`),
    async forget() {
      await fetch(`${url}/stats`, { method: 'DELETE' })
    },
    async close() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

/**
 * The mail server has that many, or gets no more. It is asked, not the services: answering is work of
 * its own.
 */
export async function arrived(sink: SinkProcess, count: number): Promise<void> {
  let last = -1
  for (let messages = 0; messages > last && messages < count;) {
    last = messages
    messages = (await sink.countAt(count)).messages
  }
}
