import type { DataFolder } from './data-folder.ts'
import { startParts } from './parts.ts'
import { choosePorts } from './ports.ts'
import { startSignInOnly } from './simulators.ts'

const needed = [
  'identity',
  'applications',
  'payments',
  'notifications',
  'portal',
  'sign-in',
  'card',
  'mail',
  'smtp',
  'control',
  'ce-audit',
]

/**
 * Only what an import needs, on the data of a stopped system. The broker never begins: what the import has to say waits
 * in the outboxes until everybody listens again.
 */
export async function startQuietly(folder: DataFolder, report: (line: string) => void) {
  report('Starting PostgreSQL, identity and applications for the import…')
  const ports = await choosePorts(needed, {})
  const urls = Object.fromEntries(needed.map((name) => [name, `http://127.0.0.1:${ports[name]}`]))
  const signIn = await startSignInOnly(folder, urls)
  const running = await startParts(folder, urls, ['identity', 'applications']).catch(
    async (error: unknown) => {
      await signIn.close()
      folder.release()
      throw error
    },
  )
  return {
    services: Object.fromEntries(
      running.services.map((service) => [service.name, service.url]),
    ) as Record<string, string>,
    issuer: `${urls['sign-in']}/realms/peers`,
    async close() {
      await running.close()
      await signIn.close()
      folder.release()
    },
  }
}
