import { serviceTokens } from '@peercert/chassis/tokens'
import type { ReconciledAnswer } from '@peercert/chassis/reconciliation-route'
import { findRunning, readMemory } from '@peercert/local/data-folder'
import { folderOf } from '@peercert/local/options'

export interface ServiceReconciled extends ReconciledAnswer {
  readonly service: string
}

/** Every service of the running system compares and mends at once; asked at its own port, as a service. */
export async function reconcileAll(data?: string): Promise<ServiceReconciled[]> {
  const { folder, running } = await found(data)
  const { secrets } = readMemory(folder)
  const { services, issuers } = running
  if (!services || !issuers) throw new Error('PeerCert is still starting.')
  const all: ServiceReconciled[] = []
  for (const [service, url] of Object.entries(services)) {
    // No client has a token for itself.
    const clientId = service === 'applications' ? 'notifications' : 'applications'
    const secret = secrets[`client.${clientId}`] ?? ''
    const tokens = serviceTokens({ issuer: issuers.peers, clientId, secret })
    const answer = await fetch(`${url}/reconciliations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokens()}` },
    })
    if (!answer.ok) throw new Error(`${service} answered ${answer.status}: ${await answer.text()}`)
    all.push({ service, ...((await answer.json()) as ReconciledAnswer) })
  }
  return all
}

const usual = ['.peercert/data', '.peercert/stack']

/** The system on the folder that was named, or else the one that runs on a usual folder. */
async function found(data: string | undefined) {
  for (const folder of data === undefined ? usual.map(folderOf) : [data]) {
    const running = await findRunning(folder)
    if (running) return { folder, running }
  }
  throw new Error('PeerCert does not run. Start it with npm start or npm run stack -- up.')
}
