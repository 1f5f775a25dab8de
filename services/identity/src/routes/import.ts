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
        const loaded = rows.filter((_row, index) => decisions[index]?.outcome === 'load')
        const holders = dryRun ? [] : loaded.map(holderOf)
        if (holders.length > 0) await load(client, deps, holders)
        const ids = new Map(holders.map((holder) => [holder.number, holder.accountId]))
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
  holders: readonly imports.NewHolder[],
): Promise<void> {
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

function holderOf(row: ImportRow): imports.NewHolder {
  const legalName = tidyName(row.legalName)
  const email = row.email.trim()
  return {
    ...row,
    accountId: crypto.randomUUID(),
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
