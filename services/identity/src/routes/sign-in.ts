import { indexPerson } from '../actions/index-person.ts'
import { link, moveSignIn } from '../actions/move-sign-in.ts'
import { reportMismatch } from '../actions/report-mismatch.ts'
import { signedIn } from '../answers.ts'
import type { Person } from '../client/realm.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { emailKey } from '../rules/email.ts'
import { foldName, tidyName } from '../rules/name.ts'
import { decideSignIn, isEmpty } from '../rules/sign-in.ts'
import * as accounts from '../store/account.ts'
import { againWhenRaced, type Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as signIns from '../store/sign-in.ts'

const person = { kind: 'person' } as const

export const signInRoutes: Pick<Routes, 'signIn'> = {
  async signIn({ body, caller }, deps) {
    const token = await deps.idTokens.verify('peers', caller.subject, body.idToken)
    if (!token) throw refuse('id-token-refused')
    const facts = factsOf(token)
    const known = await signIns.find(deps.db, facts.subject)
    if (known && saysTheSame(known, facts)) {
      const account = await accounts.find(deps.db, known.accountId)
      if (account) return { status: 200, body: signedIn(account, false) }
    }
    const joined = await againWhenRaced(() =>
      deps.db.$transaction((tx) => place(tx, deps, facts, token.language)),
    )
    const account = await accounts.findOf(deps.db, facts.subject)
    if (!account) throw new Error('a sign-in was placed and leads nowhere')
    return { status: 200, body: signedIn(account, joined) }
  },
}

/** Finds or makes the account of a sign-in that is new, or whose token says something new. */
async function place(tx: Tx, deps: Deps, facts: signIns.SignInFacts, language: 'en' | 'es') {
  await signIns.lock(tx, facts.subject)
  const own = (await accounts.findOf(tx, facts.subject)) ?? undefined
  const holder = await accounts.lockHolder(tx, facts.emailKey, own?.id)
  const decision = decideSignIn(facts, own && ownFacts(own, facts), holder && holderFacts(holder))
  if (own) await stay(tx, deps, { own, facts, holdsEmail: decision.holdsEmail })
  if (decision.place === 'join' && holder) await join(tx, deps, { own, holder, facts })
  if (decision.place === 'open')
    await open(tx, deps, { facts, language, holdsEmail: decision.holdsEmail })
  if (decision.mismatch && holder) await reportMismatch(tx, deps, facts, holder)
  return decision.place === 'join'
}

interface Joining {
  readonly own: accounts.Account | undefined
  readonly holder: accounts.Account
  readonly facts: signIns.SignInFacts
}

async function join(tx: Tx, deps: Deps, { own, holder, facts }: Joining): Promise<void> {
  const { subject } = facts
  const ruleIds = ['ACC-4', 'ACC-11', 'CONV-9']
  const joinedBy = 'match'
  if (own)
    return moveSignIn(tx, deps, {
      subject,
      from: own,
      to: holder.id,
      joinedBy,
      actor: person,
      ruleIds,
    })
  const at = deps.clock.now()
  await signIns.add(tx, facts, { accountId: holder.id, joinedBy, since: at })
  await deps.events.publish(tx, 'account.linked', holder.id, link(holder.id, subject))
  await history.add(tx, at, {
    accountId: holder.id,
    filter: 'status',
    code: 'sign-in.joined',
    facts: { how: joinedBy },
    actor: person,
    ruleIds,
  })
  deps.signals.emit('account', holder.id)
}

interface Opening {
  readonly facts: signIns.SignInFacts
  readonly language: 'en' | 'es'
  readonly holdsEmail: boolean
}

async function open(tx: Tx, deps: Deps, { facts, language, holdsEmail }: Opening): Promise<void> {
  const [id, at] = [crypto.randomUUID(), deps.clock.now()]
  const { subject, emailVerified, email } = facts
  await accounts.open(tx, {
    id,
    legalName: facts.name,
    foldedName: facts.foldedName,
    email,
    emailKey: facts.emailKey,
    holdsEmail,
    emailVerified,
    language,
    at,
  })
  await indexPerson(tx, id)
  await signIns.add(tx, facts, { accountId: id, joinedBy: 'own', since: at })
  await deps.events.publish(tx, 'account.opened', id, { accountId: id, imported: false })
  await deps.events.publish(tx, 'account.linked', id, link(id, subject))
  const line = { accountId: id, filter: 'status' as const, actor: person }
  await history.add(tx, at, { ...line, code: 'account.opened', ruleIds: ['ACC-2', 'ACC-11'] })
}

interface Staying {
  readonly own: accounts.Account
  readonly facts: signIns.SignInFacts
  readonly holdsEmail: boolean
}

/** What the token newly says about somebody known: an address proved, a name put right. */
async function stay(tx: Tx, deps: Deps, { own, facts, holdsEmail }: Staying): Promise<void> {
  await signIns.refresh(tx, facts)
  if (holdsEmail) await accounts.holdEmail(tx, own.id)
  else if (facts.emailVerified && own.emailKey === facts.emailKey && !own.emailVerified)
    await accounts.verifyEmail(tx, own.id)
  if (isEmpty(own) && own.legalName !== facts.name) await correctName(tx, deps, own, facts)
}

/** Nothing is certified under the name yet, so the log-in's counts, without a request (CHG-3). */
async function correctName(
  tx: Tx,
  deps: Deps,
  own: accounts.Account,
  { name, foldedName }: signIns.SignInFacts,
): Promise<void> {
  const at = deps.clock.now()
  await accounts.changeName(tx, own, { legalName: name, foldedName, at })
  await indexPerson(tx, own.id)
  await deps.events.publish(tx, 'legal-name.changed', own.id, { accountId: own.id })
  const line = { accountId: own.id, filter: 'status' as const, actor: person }
  await history.add(tx, at, { ...line, code: 'legal-name.changed', ruleIds: ['CHG-3'] })
}

function factsOf(token: Person): signIns.SignInFacts {
  const name = tidyName(token.name)
  return {
    subject: token.subject,
    name,
    foldedName: foldName(name),
    email: token.email,
    emailKey: emailKey(token.email),
    emailVerified: token.emailVerified,
  }
}

const compared = ['name', 'email', 'emailVerified'] as const

function saysTheSame(known: signIns.SignIn, facts: signIns.SignInFacts): boolean {
  return compared.every((field) => known[field] === facts[field])
}

function ownFacts(own: accounts.Account, facts: signIns.SignInFacts) {
  const { id, holdsEmail } = own
  return { id, empty: isEmpty(own), holdsEmail, sameEmail: own.emailKey === facts.emailKey }
}

function holderFacts(holder: accounts.Account) {
  const { id, legalName, imported } = holder
  return { id, legalName, imported, joined: holder.signIns.length > 0 }
}
