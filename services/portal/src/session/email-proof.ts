import { servicesFor } from '../client/services.ts'
import type { Deps } from '../deps.ts'
import * as emailChanges from '../store/email-changes.ts'
import * as sessions from '../store/sessions.ts'
import type { Session } from './browser.ts'
import type { Grant } from './realms.ts'
import { hashOf } from './seal.ts'

type Proofs = Pick<Deps, 'db' | 'urls' | 'clock' | 'seal'>

export type EmailOutcome = 'changed' | 'in-use' | 'unchanged'

/**
 * The link in the mail may be opened on another device, so the proof comes when it comes: with the first
 * ID token that says another address than the one the person wanted to leave (ACC-7).
 */
export async function confirmIfChanged(deps: Proofs, grant: Grant): Promise<string | null> {
  const old = await emailChanges.findOldEmail(deps.db, grant.subject, deps.clock.machine())
  if (!old || !grant.email || Buffer.from(old).equals(emailHash(grant.email))) return null
  const outcome = await confirm(deps, grant)
  return outcome === 'changed' ? grant.email : null
}

/** At a refresh: an open session learns of an address that was proven elsewhere. */
export async function keepProvenEmail(deps: Proofs, session: Session, grant: Grant): Promise<void> {
  if (session.kind !== 'person') return
  // The old address stays good until this works; it is tried again at the next refresh.
  const email = await confirmIfChanged(deps, grant).catch(() => null)
  if (!email) return
  const { accessToken, refreshToken, idToken } = grant
  const secrets = { ...session.private, accessToken, refreshToken, idToken, email }
  const sealed = deps.seal.close(secrets, session.idHash)
  await sessions.change(deps.db, session.idHash, { sealed })
}

export async function confirm(deps: Proofs, grant: Grant): Promise<EmailOutcome> {
  const { identity } = servicesFor(deps.urls, grant.accessToken)
  const { data, error } = await identity.POST('/me/email-changes', {
    body: { idToken: grant.idToken },
  })
  if (!data) return error?.type === 'email-in-use' ? 'in-use' : 'unchanged'
  await emailChanges.done(deps.db, grant.subject)
  return 'changed'
}

export const emailHash = (email: string) => hashOf(email.trim().toLowerCase())
