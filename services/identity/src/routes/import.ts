import { inTransaction } from '@peercert/chassis/database'
import type { components } from '@peercert/contracts/identity'
import { counties } from '@peercert/contracts/program'
import type pg from 'pg'
import type { Deps, Routes } from '../deps.ts'
import { emailKey } from '../rules/email.ts'
import { decideImport, type ImportFacts, type ImportRow } from '../rules/import.ts'
import { foldName, tidyName } from '../rules/name.ts'
import { searchWords } from '../rules/search.ts'
import { againWhenRaced } from '../store/database.ts'
import * as imports from '../store/import.ts'

type Outcome = components['schemas']['ImportOutcome']

/** One batch, in memory at most once; a file of any length comes as many of them. */
export const importRoutes: Pick<Routes, 'importAccounts'> = {
  async importAccounts({ body: { rows, dryRun } }, deps) {
    const outcomes = await againWhenRaced(() =>
      inTransaction(deps.pool, async (client) => {
        if (!dryRun) await imports.lockImports(client)
        const decisions = decideImport(rows, await factsOf(client, rows))
        const ids = new Map<string, string>()
        for (const [index, decision] of decisions.entries())
          if (decision.outcome === 'load' && !dryRun)
            ids.set(rows[index]?.number ?? '', crypto.randomUUID())
        if (ids.size > 0) await load(client, deps, rows, ids)
        return decisions.map((decision, index) => outcomeOf(decision, rows[index], ids))
      }),
    )
    return { status: 200, body: { outcomes } }
  },
}

const knownCounties = new Set(counties)

async function factsOf(client: pg.ClientBase, rows: readonly ImportRow[]): Promise<ImportFacts> {
  const before = await imports.imported(
    client,
    rows.map((row) => row.number),
  )
  const taken = await imports.takenAddresses(
    client,
    rows.map((row) => emailKey(row.email)),
  )
  return {
    records: new Map(before.map((record) => [record.number, record])),
    addresses: new Set(taken),
    counties: knownCounties,
  }
}

async function load(
  client: pg.ClientBase,
  deps: Deps,
  rows: readonly ImportRow[],
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  const firsts = new Map(rows.toReversed().map((row) => [row.number, row]))
  const holders = [...ids].map(([number, accountId]) => holderOf(firsts.get(number), accountId))
  const words = holders.flatMap(({ accountId, legalName, email }) =>
    searchWords({ legalName, email, formerNames: [], formerEmails: [] }).map((word) => ({
      accountId,
      ...word,
    })),
  )
  await imports.load(client, holders, words, deps.clock.now())
  await deps.events.publishMany(
    client,
    'account.opened',
    holders.map(({ accountId }) => ({ key: accountId, data: { accountId, imported: true } })),
  )
}

function holderOf(row: ImportRow | undefined, accountId: string): imports.NewHolder {
  if (!row) throw new Error('a row to load is not in its batch')
  const legalName = tidyName(row.legalName)
  const email = row.email.trim()
  return {
    ...row,
    accountId,
    legalName,
    foldedName: foldName(legalName),
    email,
    emailKey: emailKey(email),
  }
}

function outcomeOf(
  decision: ReturnType<typeof decideImport>[number],
  row: ImportRow | undefined,
  ids: ReadonlyMap<string, string>,
): Outcome {
  const number = row?.number ?? ''
  const accountId = ids.get(number)
  switch (decision.outcome) {
    case 'load':
      return { number, outcome: 'loaded', ...(accountId && { accountId }) }
    case 'repeated':
      return { number, outcome: 'unchanged', ...(accountId && { accountId }) }
    case 'unchanged':
      return { number, outcome: 'unchanged', accountId: decision.accountId }
    case 'rejected':
      return { number, outcome: 'rejected', field: decision.field, reason: decision.reason }
  }
}
