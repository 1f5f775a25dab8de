import { serviceTokens } from '@peercert/chassis/tokens'
import type { ReconciledAnswer } from '@peercert/chassis/reconciliation-route'
import { findRunning, readMemory } from '@peercert/local/data-folder'
import { runningFolder } from './folder.ts'

export interface ServiceReconciled extends ReconciledAnswer {
  readonly service: string
}

/** Every service of the running system compares and mends at once; asked at its own port, as a service. */
export async function reconcileAll(data?: string): Promise<ServiceReconciled[]> {
  const folder = await runningFolder(data)
  const { secrets } = readMemory(folder)
  const { services, issuers } = (await findRunning(folder)) ?? {}
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
