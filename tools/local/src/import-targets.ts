import { client } from '@peercert/chassis/client'
import { serviceFetch, serviceTokens } from '@peercert/chassis/tokens'
import type { paths as ApplicationsPaths } from '@peercert/contracts/applications'
import type { paths as IdentityPaths } from '@peercert/contracts/identity'
import { DataFolder, findRunning, readMemory } from './data-folder.ts'
import { startQuietly } from './quiet-start.ts'

/** identity and applications of a data folder, with an importer's rights: those that run, or started just for this. */
export async function openTargets(data: string, report: (line: string) => void) {
  const running = await findRunning(data)
  if (running && !running.services)
    throw new Error('PeerCert is still starting on that folder. Try again when it is ready.')
  const quiet = running ? undefined : await startQuietly(await DataFolder.take(data, false), report)
  const services = running?.services ?? quiet?.services ?? {}
  const issuer = running?.issuers?.peers ?? quiet?.issuer ?? ''
  const secret = readMemory(data).secrets['client.importer'] ?? ''
  const fetchAsImporter = serviceFetch(serviceTokens({ issuer, clientId: 'importer', secret }))
  return {
    identity: client<IdentityPaths>(services.identity ?? '', fetchAsImporter),
    applications: client<ApplicationsPaths>(services.applications ?? '', fetchAsImporter),
    close: async () => quiet?.close(),
  }
}
