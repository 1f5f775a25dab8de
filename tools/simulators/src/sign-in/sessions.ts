import type { Journal } from '../journal.ts'
import type { Realm } from './options.ts'
import type { Shelves } from './shelves.ts'
import { logoutToken, type Signer } from './tokens.ts'

export interface SessionsOf {
  name: Realm
  signer: Signer
  shelves: Shelves
  journal: Journal
  portal: { id: string; backchannelLogoutUri: string }
}

/** One call to the portal for each session that is over; nobody waits long for its answer. */
async function tellPortal(of: SessionsOf, subject: string, sid: string): Promise<void> {
  const { signer, portal, journal, name } = of
  const token = await logoutToken(signer, { clientId: portal.id, subject, sid })
  const status = await fetch(portal.backchannelLogoutUri, {
    method: 'POST',
    body: new URLSearchParams({ logout_token: token }),
    redirect: 'manual',
    signal: AbortSignal.timeout(3_000),
  }).then(
    async (answer) => {
      await answer.body?.cancel()
      return answer.status
    },
    () => 0,
  )
  journal.write('back-channel-logout', { realm: name, subject, sid, status })
}

/** A session with everything given out under it; the portal is told. */
export async function endSession(of: SessionsOf, id: string): Promise<void> {
  const session = of.shelves.sessions().find((one) => one.id === id)
  if (!session) return
  of.shelves.removeSession(id)
  const { accountId = '', authorizations = {} } = session.content
  for (const { sid, grantId } of Object.values(authorizations)) {
    if (grantId) of.shelves.revoke(grantId)
    if (sid) await tellPortal(of, accountId, sid)
  }
}

export async function endSessionsOf(of: SessionsOf, subject: string): Promise<number> {
  const theirs = of.shelves.sessions().filter(({ content }) => content.accountId === subject)
  await Promise.all(theirs.map(({ id }) => endSession(of, id)))
  return theirs.length
}

export async function endSessionByUid(of: SessionsOf, uid: string): Promise<void> {
  const session = of.shelves.sessions().find(({ content }) => content.uid === uid)
  if (session) await endSession(of, session.id)
}
