import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PostgresServer, startPostgres } from './server.ts'

/** A server in a temporary folder that forgets everything when it stops. For tests and tools. */
export async function startScratchPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'peercert-'))
  const forget = () => rmSync(dataDir, { recursive: true, force: true })
  try {
    const server = await startPostgres({ dataDir, durable: false, settings })
    return { ...server, stop: () => server.stop().finally(forget) }
  } catch (error) {
    forget()
    throw error
  }
}
