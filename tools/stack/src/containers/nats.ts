import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { choosePorts } from '@peercert/local/ports'
import { natsConfig, type NatsOptions, type NatsServer } from '../nats/server.ts'
import { startContainer } from './container.ts'

const config = '/etc/nats-peercert.conf'

/** Core NATS in a container, on loopback. */
export async function startNatsContainer(options: NatsOptions): Promise<NatsServer> {
  const { dataDir, logDir = dataDir, users } = options
  const { port = 0, monitorPort = 0 } = await choosePorts(['port', 'monitorPort'], {
    ...(options.port && { port: options.port }),
    ...(options.monitorPort && { monitorPort: options.monitorPort }),
  })
  await mkdir(logDir, { recursive: true })
  const log = join(logDir, 'nats.log')
  const container = await startContainer({
    part: 'nats',
    command: ['--config', config],
    files: { [config]: natsConfig({ host: '0.0.0.0', port: 4222, monitorPort: 8222, users }) },
    ports: { 4222: port, 8222: monitorPort },
    ready: /Server is ready/,
    log,
  })
  return {
    port,
    health: `http://127.0.0.1:${monitorPort}/healthz`,
    get processes() {
      return [{ name: 'nats', pid: container.pid, log }]
    },
    urlOf: (user) => `nats://${user}:${encodeURIComponent(users[user] ?? '')}@127.0.0.1:${port}`,
    start: () => container.start(),
    kill: (_name, signal) => container.kill(signal),
    stop: () => container.kill('SIGTERM'),
  }
}
