import type { DataFolder } from '@peercert/local/data-folder'
import type { Urls } from '@peercert/local/environment'
import { choosePorts, isFree } from '@peercert/local/ports'
import type { StackOptions } from './options.ts'
import { serviceNames } from './services.ts'

const usualPort = 4400

/** What each address of the stack speaks; everything else speaks HTTP. */
const protocols: Readonly<Record<string, string>> = {
  smtp: 'smtp',
  nats: 'nats',
  postgres: 'postgresql',
}

/** The same addresses at every start, all on loopback; a port that was taken meanwhile is replaced. */
export async function addresses(
  folder: DataFolder,
  options: Pick<StackOptions, 'port' | 'brokers'>,
): Promise<Urls> {
  const { port, brokers } = options
  if (port && !(await isFree(port)))
    throw new Error(`Port ${port} is taken. Choose another with --port, or 0 for a free one.`)
  const before = folder.memory.ports
  const portal = port || before.portal || (port === 0 ? undefined : usualPort)
  const names = namesOf(brokers)
  const ports = await choosePorts(names, portal ? { ...before, portal } : before)
  folder.memory.ports = { ...before, ...ports }
  folder.save()
  return urlsOf(ports)
}

/** Everything that listens. */
function namesOf(brokers: number): string[] {
  const kafka = Array.from({ length: brokers }, (_, index) => `kafka-${index + 1}`)
  const infrastructure = ['postgres', 'nats', 'nats-monitor', 'sign-in', 'sign-in-management']
  const outside = ['card', 'mail', 'smtp', 'outside-sign-ins']
  return ['control', ...serviceNames, ...infrastructure, ...outside, ...kafka]
}

export function urlsOf(ports: Readonly<Record<string, number>>): Urls {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [
      name,
      `${protocols[name] ?? 'http'}://127.0.0.1:${port}`,
    ]),
  )
}
