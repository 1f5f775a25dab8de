import type { components } from '@peercert/contracts/identity'
import { known, person } from '../answers.ts'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { staffActor } from '../rules/actor.ts'
import { searchTerms } from '../rules/search.ts'
import * as accounts from '../store/account.ts'
import type { Tx } from '../store/database.ts'
import * as history from '../store/history.ts'
import * as profiles from '../store/profile.ts'
import * as search from '../store/search.ts'

type PersonRow = components['schemas']['PersonRow']

export const personRoutes: Pick<Routes, 'searchPeople' | 'getPerson' | 'revealContact'> = {
  async searchPeople({ body }, { db }) {
    const ids = await idsFor(db, body)
    const rows = new Map((await search.rows(db, ids)).map((row) => [row.id, row]))
    const people = ids.flatMap((id) => {
      const row = rows.get(id)
      return row ? [rowOf(row)] : []
    })
    return { status: 200, body: { people } }
  },

  getPerson: ({ params, caller }, deps) =>
    deps.db.$transaction(async (tx) => {
      const account = await getAny(tx, params.accountId)
      await recordLook(tx, deps, { accountId: account.id, code: 'file.opened', caller })
      const looks = await history.looks(tx, account.id)
      return { status: 200, body: person(account, looks) }
    }),

  revealContact: ({ params, body, caller }, deps) =>
    deps.db.$transaction(async (tx) => {
      const account = await getAny(tx, params.accountId)
      const why = body.text?.trim() ? `${body.why}: ${body.text.trim()}` : body.why
      if (why === 'other')
        throw refuse('bad-request', { errors: [{ field: '/body/text', reason: 'Say why.' }] })
      const accountId = account.id
      await recordLook(tx, deps, { accountId, code: 'contact.revealed', caller, why })
      const former = await profiles.former(tx, account.id)
      const formerHomes = former.map((home) => ({
        phone: home.phone,
        address: profiles.homeOf(home.address),
        county: home.county,
        until: home.until.toISOString(),
      }))
      const address = profiles.homeOf(account.address)
      const { email, phone } = account
      return { status: 200, body: { email, phone, address, formerHomes } }
    }),
}

/** Text, ids, or neither: then those who were imported and never logged in. */
async function idsFor(
  db: Deps['db'],
  body: { text?: string; accountIds?: string[] },
): Promise<string[]> {
  if (body.accountIds) return [...new Set(body.accountIds)]
  if (body.text === undefined) return search.neverLoggedIn(db)
  const terms = searchTerms(body.text)
  return terms.words.length > 0 ? search.search(db, terms) : []
}

function rowOf(row: Awaited<ReturnType<typeof search.rows>>[number]): PersonRow {
  return {
    accountId: row.id,
    legalName: row.legalName,
    formerNames: row.formerNames.map((name) => name.legalName),
    email: row.email,
    county: row.county,
    signedIn: row.signIns.length > 0,
    ...known(row),
  }
}

async function getAny(tx: Tx, accountId: string): Promise<accounts.Account> {
  const account = await accounts.find(tx, accountId)
  if (!account) throw refuse('not-found')
  return account
}

interface Look {
  readonly accountId: string
  readonly code: 'file.opened' | 'contact.revealed'
  readonly caller: Parameters<typeof staffActor>[0]
  readonly why?: string
}

/** Who looked, when and why stands in the history of the one looked at. */
async function recordLook(tx: Tx, deps: Deps, { accountId, code, caller, why }: Look) {
  await history.add(tx, deps.clock.now(), {
    accountId,
    filter: 'look',
    code,
    actor: staffActor(caller),
    ...(why && { reason: why }),
    ruleIds: ['SEC-4'],
  })
}
