import { sameEmail, emailKey } from './email.ts'
import { tidyName } from './name.ts'

export interface ImportRow {
  readonly number: string
  readonly legalName: string
  readonly email: string
  readonly language: string
  readonly county: string
}

export interface ImportedBefore extends ImportRow {
  readonly accountId: string
}

/** What is already there for the rows of one batch. */
export interface ImportFacts {
  readonly records: ReadonlyMap<string, ImportedBefore>
  /** Addresses, by key, that some account holds or was imported with. */
  readonly addresses: ReadonlySet<string>
  readonly counties: ReadonlySet<string>
}

export type ImportField = 'legalName' | 'email' | 'language' | 'county'
export type ImportReason =
  | 'different-data'
  | 'number-of-another-email'
  | 'email-used-twice'
  | 'county-unknown'

export type ImportDecision =
  | { readonly outcome: 'load' }
  | { readonly outcome: 'unchanged'; readonly accountId: string }
  | { readonly outcome: 'rejected'; readonly field: ImportField; readonly reason: ImportReason }

/**
 * One decision per row, in order: the first row of a number or an address counts, whatever the
 * batches. Rows are compared with what was imported before, never with what happened since.
 */
export function decideImport(
  rows: readonly ImportRow[],
  facts: ImportFacts,
): (ImportDecision | { readonly outcome: 'repeated'; readonly row: number })[] {
  const numbers = new Map<string, number>()
  const addresses = new Set<string>()
  return rows.map((row, index) => {
    const first = numbers.get(row.number)
    if (first !== undefined) {
      const difference = compare(row, rows[first] as ImportRow)
      return difference ?? { outcome: 'repeated', row: first }
    }
    const decision = decideRow(row, facts, addresses)
    if (decision.outcome === 'load') {
      numbers.set(row.number, index)
      addresses.add(emailKey(row.email))
    }
    return decision
  })
}

function decideRow(row: ImportRow, facts: ImportFacts, taken: ReadonlySet<string>): ImportDecision {
  const before = facts.records.get(row.number)
  if (before) return compare(row, before) ?? { outcome: 'unchanged', accountId: before.accountId }
  if (!facts.counties.has(row.county)) return rejected('county', 'county-unknown')
  const key = emailKey(row.email)
  if (facts.addresses.has(key) || taken.has(key)) return rejected('email', 'email-used-twice')
  return { outcome: 'load' }
}

function compare(row: ImportRow, before: ImportRow): ImportDecision | undefined {
  if (!sameEmail(row.email, before.email)) return rejected('email', 'number-of-another-email')
  if (tidyName(row.legalName) !== tidyName(before.legalName))
    return rejected('legalName', 'different-data')
  if (row.language !== before.language) return rejected('language', 'different-data')
  if (row.county !== before.county) return rejected('county', 'different-data')
  return undefined
}

function rejected(field: ImportField, reason: ImportReason): ImportDecision {
  return { outcome: 'rejected', field, reason }
}
