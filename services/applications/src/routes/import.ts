import { inTransaction } from '@peercert/chassis/database'
import type { components } from '@peercert/contracts/applications'
import type pg from 'pg'
import type { Deps, Routes } from '../deps.ts'
import { numbersOn, textOn } from '../program.ts'
import { type ImportRow, judgeRow } from '../rules/import-row.ts'
import { beginningsOf } from '../rules/name.ts'
import { kindsOf } from '../rules/reminder.ts'
import { statusOn } from '../rules/status.ts'
import { insertHolders, lockImports, type NewHolder, readKnown } from '../store/imports.ts'

type Row = components['schemas']['ImportRow']
type Outcome = components['schemas']['ImportOutcome']

export const importRoutes: Pick<Routes, 'importCertifications'> = {
  async importCertifications({ body }, deps) {
    const outcomes = await inTransaction(deps.pool, async (client) => {
      await lockImports(client)
      const judged = await judgeRows(client, body.rows, deps)
      if (!body.dryRun) await load(client, judged.loaded, deps)
      return judged.outcomes
    })
    return { status: 200, body: { outcomes } }
  },
}

/** Each row as if the ones before it were loaded already: a file may name a holder twice. */
async function judgeRows(client: pg.ClientBase, rows: readonly Row[], { clock }: Deps) {
  const today = clock.today()
  const numbers = rows.map((row) => row.number)
  const known = await readKnown(
    client,
    numbers,
    rows.map((row) => row.accountId),
  )
  const before = new Map<string, ImportRow>(known.records.map((row) => [row.number, row]))
  const byNumber = new Map(known.certifications.map((row) => [row.number, row.accountId]))
  const byAccount = new Map(known.certifications.map((row) => [row.accountId, row.number]))
  const loaded: Row[] = []
  const outcomes = rows.map((row): Outcome => {
    const verdict = judgeRow(
      row,
      {
        before: before.get(row.number) ?? null,
        accountOfNumber: byNumber.get(row.number) ?? null,
        numberOfAccount: byAccount.get(row.accountId) ?? null,
      },
      today,
    )
    if (verdict.outcome === 'loaded') {
      loaded.push(row)
      before.set(row.number, row)
      byNumber.set(row.number, row.accountId)
      byAccount.set(row.accountId, row.number)
    }
    return { number: row.number, ...verdict }
  })
  return { loaded, outcomes }
}

async function load(client: pg.ClientBase, rows: readonly Row[], { clock, events }: Deps) {
  const today = clock.today()
  const numbers = numbersOn(today)
  const holders = rows.map(holderOf)
  await insertHolders(client, holders, {
    now: clock.now(),
    today,
    termYears: numbers.termYears,
    kinds: kindsOf(numbers),
  })
  const said = holders.map(({ id, accountId, number, status, expiresOn }) => {
    const hold = status as 'ACTIVE'
    const now = statusOn({ hold, expiresOn }, today, numbers)
    const data = { certificationId: id, accountId, number, status: now, expiresOn }
    return { key: accountId, data }
  })
  await events.publishMany(client, 'certification.imported', said)
}

function holderOf(row: Row): NewHolder {
  return {
    ...row,
    id: crypto.randomUUID(),
    verificationCode: newVerificationCode(),
    codeVersion: textOn('code-of-ethics', row.issuedOn).version,
    beginnings: beginningsOf(row.legalName),
  }
}

/** 128 bits of chance: nobody finds an entry by trying (REG-7). */
function newVerificationCode(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
}
