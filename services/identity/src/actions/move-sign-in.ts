import type { Deps } from '../deps.ts'
import * as accounts from '../store/account.ts'
import type { Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as signIns from '../store/sign-in.ts'

export interface Move {
  readonly subject: string
  readonly from: accounts.Account
  readonly to: string
  readonly joinedBy: signIns.JoinedBy
  readonly actor: history.Actor
  readonly ruleIds: readonly string[]
  readonly reason?: string
  readonly linkedId?: string
}

/** The sign-in now leads to another account; the empty one it leaves is closed (ACC-11). */
export async function moveSignIn(tx: Tx, deps: Deps, move: Move): Promise<void> {
  const { subject, from, to, joinedBy } = move
  const at = deps.clock.now()
  await signIns.move(tx, subject, { accountId: to, joinedBy, since: at })
  await deps.events.publish(tx, 'account.unlinked', from.id, link(from.id, subject))
  await deps.events.publish(tx, 'account.linked', to, link(to, subject))
  await accounts.close(tx, from.id, to, at)
  const common = {
    filter: 'status' as const,
    actor: move.actor,
    ruleIds: move.ruleIds,
    ...(move.reason && { reason: move.reason }),
    linkedId: move.linkedId ?? to,
  }
  await history.add(tx, at, { ...common, accountId: from.id, code: 'account.closed' })
  const facts = { how: joinedBy }
  await history.add(tx, at, { ...common, accountId: to, code: 'sign-in.joined', facts })
  for (const id of [from.id, to]) deps.signals.emit('account', id)
}

/** The sign-in of an account that it shall not lead to any more. */
export async function removeSignIn(
  tx: Tx,
  deps: Deps,
  removal: { accountId: string; subject: string; actor: history.Actor; reason: string },
): Promise<void> {
  const { accountId, subject, actor, reason } = removal
  await signIns.remove(tx, subject)
  await deps.events.publish(tx, 'account.unlinked', accountId, link(accountId, subject))
  await history.add(tx, deps.clock.now(), {
    accountId,
    filter: 'status',
    code: 'sign-in.removed',
    actor,
    reason,
    ruleIds: ['ACC-4'],
  })
}

export function link(accountId: string, subject: string) {
  return { accountId, realm: 'peers' as const, subject }
}
