import { randomBytes } from 'node:crypto'
import { choosePorts } from '@peercert/local/ports'
import { type PartContainer, startContainer } from './container.ts'

export interface PostgresContainer extends PartContainer {
  readonly adminUrl: string
}

/** PostgreSQL in a container, on loopback. Its data lives as long as the container. */
export async function startPostgresContainer(options: {
  readonly log: string
  readonly port?: number
}): Promise<PostgresContainer> {
  const { port = 0 } = await choosePorts(['port'], options.port ? { port: options.port } : {})
  const password = randomBytes(18).toString('base64url')
  const container = await startContainer({
    part: 'postgres',
    environment: { POSTGRES_PASSWORD: password },
    ports: { 5432: port },
    ready: /ready to accept connections/,
    log: options.log,
  })
  return Object.assign(container, {
    adminUrl: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
  })
}
