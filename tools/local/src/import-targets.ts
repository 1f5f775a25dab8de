import { client } from '@peercert/chassis/client'
import { serviceFetch, serviceTokens } from '@peercert/chassis/tokens'
import type { paths as ApplicationsPaths } from '@peercert/contracts/applications'
import type { paths as IdentityPaths } from '@peercert/contracts/identity'
import { DataFolder, findRunning, readMemory } from './data-folder.ts'
import { startQuietly } from './quiet-start.ts'

interface Reach {
  readonly services: Readonly<Record<string, string>>
  readonly issuer: string
  close(): Promise<void>
}

/** identity and applications of a data folder, with an importer's rights: those that run, or started just for this. */
export async function openTargets(data: string, report: (line: string) => void) {
  const { services, issuer, close } = await reach(data, report)
  const secret = readMemory(data).secrets['client.importer'] ?? ''
  const asImporter = serviceFetch(serviceTokens({ issuer, clientId: 'importer', secret }), {
    timeoutMs: 60_000,
  })
  return {
    identity: client<IdentityPaths>(services.identity ?? '', asImporter),
    applications: client<ApplicationsPaths>(services.applications ?? '', asImporter),
    close,
  }
}

async function reach(data: string, report: (line: string) => void): Promise<Reach> {
  const running = await findRunning(data)
  if (!running) return startQuietly(await DataFolder.take(data, false), report)
  const { services, issuers } = running
  if (!services || !issuers)
    throw new Error('PeerCert is still starting on that folder. Try again when it is ready.')
  return { services, issuer: issuers.peers, close: async () => {} }
}
