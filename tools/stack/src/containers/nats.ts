import { choosePorts } from '@peercert/local/ports'
import { natsConfig } from '../nats/server.ts'
import { type PartContainer, startContainer } from './container.ts'

export interface NatsContainer extends PartContainer {
  urlOf(user: string): string
}

/** Core NATS in a container, on loopback. */
export async function startNatsContainer(options: {
  readonly log: string
  readonly users: Readonly<Record<string, string>>
}): Promise<NatsContainer> {
  const { port = 0 } = await choosePorts(['port'], {})
  const { users, log } = options
  const config = natsConfig({ host: '0.0.0.0', port: 4222, monitorPort: 8222, users })
  const container = await startContainer({
    part: 'nats',
    command: ['--config', '/etc/nats-peercert.conf'],
    files: { '/etc/nats-peercert.conf': config },
    ports: { 4222: port },
    ready: /Server is ready/,
    log,
  })
  return Object.assign(container, {
    urlOf: (user: string) =>
      `nats://${user}:${encodeURIComponent(users[user] ?? '')}@127.0.0.1:${port}`,
  })
}
