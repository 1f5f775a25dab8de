import { once } from '@peercert/chassis/idempotency'
import { moveSignIn, removeSignIn } from '../actions/move-sign-in.ts'
import { join as joinAnswer } from '../answers.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { staffActor } from '../rules/actor.ts'
import { emailKey } from '../rules/email.ts'
import { refuseDecision, refuseJoin } from '../rules/join.ts'
import { isEmpty } from '../rules/sign-in.ts'
import * as accounts from '../store/account.ts'
import { againWhenRaced, type Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as joins from '../store/join.ts'
import * as lockouts from '../store/lockout.ts'
import * as signIns from '../store/sign-in.ts'

export const joinRoutes: Pick<Routes, 'listJoins' | 'proposeJoin' | 'decideJoin'> = {
  async listJoins(_call, { db }) {
    const rows = await joins.listProposed(db)
    const names = new Map(
      (
        await accounts.names(
          db,
          rows.map((row) => row.accountId),
        )
      ).map((one) => [one.id, one]),
    )
    const answers = rows.map((row) => joinAnswer(row, names.get(row.accountId)?.legalName ?? ''))
    return { status: 200, body: { joins: answers } }
  },

  proposeJoin: (call, deps) =>
    againWhenRaced(() =>
      deps.db.$transaction((tx) =>
        once(tx, call, async () => {
          const row = await propose(tx, deps, call)
          const account = await accounts.find(tx, row.accountId)
          return { status: 201 as const, body: joinAnswer(row, account?.legalName ?? '') }
        }),
      ),
    ),

  decideJoin: ({ params, body, caller }, deps) =>
    deps.db.$transaction(async (tx) => {
      const proposed = await joins.find(tx, params.joinId)
      if (!proposed) throw refuse('not-found')
      const refusal = refuseDecision(proposed, caller.subject)
      if (refusal) throw refuse(refusal)
      const actor = staffActor(caller, ['reviewer'])
      const [at, reason] = [deps.clock.now(), body.reason]
      const state = body.approve ? ('approved' as const) : ('declined' as const)
      const by = { decidedBy: actor.subject, decidedRole: actor.role, decidedAt: at }
      if (!(await joins.decide(tx, proposed.id, { state, ...by, decisionReason: reason })))
        throw refuse('join-decided')
      if (body.approve) await carryOut(tx, deps, { proposed, actor, reason })
      else await record(tx, deps, { row: proposed, code: 'join.declined', actor, reason })
      const account = await accounts.find(tx, proposed.accountId)
      const row = { ...proposed, state, decidedBy: actor.subject }
      return { status: 200, body: joinAnswer(row, account?.legalName ?? '') }
    }),
}

type Proposal = Parameters<Routes['proposeJoin']>[0]

async function propose(tx: Tx, deps: Deps, { body, caller }: Proposal): Promise<joins.Join> {
  const account = await accounts.findByNumber(tx, body.certificationNumber)
  if (!account) throw missing('/body/certificationNumber')
  const found = await signIns.proved(tx, emailKey(body.signInEmail))
  const [signIn] = found
  if (!signIn) throw missing('/body/signInEmail')
  const refusal = refuseJoin({
    checkList: body.checkList,
    signInFree: found.length === 1 && (await isFree(tx, signIn.subject)),
    accountJoined: account.signIns.length > 0,
    otherLogIns: body.otherLogIns,
  })
  if (refusal) throw refuse(refusal)
  if (await joins.isProposed(tx, signIn.subject)) throw refuse('sign-in-not-free')
  const actor = staffActor(caller, ['reviewer'])
  const id = crypto.randomUUID()
  await joins.propose(tx, {
    id,
    certificationNumber: body.certificationNumber,
    accountId: account.id,
    subject: signIn.subject,
    signInName: signIn.name,
    signInEmail: signIn.email,
    checkList: body.checkList,
    otherLogIns: body.otherLogIns ?? null,
    reason: body.reason,
    lockoutId: body.lockoutId ?? null,
    proposedBy: actor.subject,
    proposedRole: actor.role,
    proposedAt: deps.clock.now(),
  })
  const row = await joins.find(tx, id)
  if (!row) throw new Error('a proposal was written and is not there')
  await record(tx, deps, { row, code: 'join.proposed', actor, reason: body.reason })
  return row
}

function missing(field: string) {
  return refuse('not-found', { errors: [{ field, reason: 'Nobody has it.' }] })
}

async function isFree(tx: Tx, subject: string): Promise<boolean> {
  const own = await accounts.findOf(tx, subject)
  return own !== null && isEmpty(own)
}

interface Approved {
  readonly proposed: joins.Join
  readonly actor: history.Actor
  readonly reason: string
}

/** Judged once more, under the locks: much may have happened since it was proposed. */
async function carryOut(tx: Tx, deps: Deps, { proposed, actor, reason }: Approved) {
  const { subject, accountId } = proposed
  await signIns.lock(tx, subject)
  const before = await accounts.findOf(tx, subject)
  if (!before) throw refuse('sign-in-not-free')
  await accounts.lockAll(tx, [before.id, accountId])
  const [own, account] = [await accounts.findOf(tx, subject), await accounts.find(tx, accountId)]
  if (!own || !account) throw refuse('sign-in-not-free')
  const others = account.signIns
  const refusal = refuseJoin({
    checkList: proposed.checkList,
    signInFree: isEmpty(own),
    accountJoined: others.length > 0,
    otherLogIns: otherLogInsOf(proposed),
  })
  if (refusal) throw refuse(refusal)
  if (proposed.otherLogIns === 'remove')
    for (const other of others)
      await removeSignIn(tx, deps, { accountId, subject: other.subject, actor, reason })
  await moveSignIn(tx, deps, {
    subject,
    from: own,
    to: accountId,
    joinedBy: 'staff',
    actor,
    reason,
    ruleIds: ['ACC-4', 'ACC-11', 'ROLE-12'],
    linkedId: proposed.id,
  })
  const closing = { closedBy: actor.subject ?? '', closedAt: deps.clock.now(), reason }
  if (proposed.lockoutId) await lockouts.close(tx, proposed.lockoutId, closing)
}

function otherLogInsOf(row: joins.Join): 'keep' | 'remove' | undefined {
  return (row.otherLogIns ?? undefined) as 'keep' | 'remove' | undefined
}

interface JoinLine {
  readonly row: joins.Join
  readonly code: string
  readonly actor: history.Actor
  readonly reason: string
}

async function record(tx: Tx, deps: Deps, { row, code, actor, reason }: JoinLine) {
  await history.add(tx, deps.clock.now(), {
    accountId: row.accountId,
    filter: 'staff',
    code,
    facts: { checkList: row.checkList.join(', ') },
    actor,
    reason,
    ruleIds: ['ACC-11', 'ROLE-12', 'SEC-4'],
    linkedId: row.id,
  })
}
