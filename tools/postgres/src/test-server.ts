import type { TestProject } from 'vitest/node'
import { startScratchPostgres } from './scratch.ts'

/** Vitest's globalSetup: one PostgreSQL for the whole run. */
export default async function testServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await startScratchPostgres({ shared_buffers: '128MB', max_connections: '300' })
  project.provide('postgresUrl', server.adminUrl)
  return () => server.stop()
}
