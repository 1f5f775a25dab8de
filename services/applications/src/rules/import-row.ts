import type { Day } from './calendar.ts'

export interface ImportRow {
  readonly number: string
  readonly accountId: string
  readonly legalName: string
  readonly issuedOn: Day
  readonly expiresOn: Day
  readonly status: string
  readonly county: string
}

export type ImportReason =
  | 'different-data'
  | 'expires-before-issue'
  | 'issued-in-future'
  | 'number-of-another-account'
  | 'account-of-another-number'

export type ImportOutcome =
  | { readonly outcome: 'loaded' | 'unchanged' }
  | { readonly outcome: 'rejected'; readonly field: string; readonly reason: ImportReason }

export interface Known {
  /** The row of this number as it was imported before; what happened since is not compared. */
  readonly before: ImportRow | null
  readonly accountOfNumber: string | null
  readonly numberOfAccount: string | null
}

const compared = ['legalName', 'issuedOn', 'expiresOn', 'status', 'county'] as const

/** Whether a row is new, the same as before, or contradicts what is known. */
export function judgeRow(row: ImportRow, known: Known, today: Day): ImportOutcome {
  if (known.accountOfNumber !== null && known.accountOfNumber !== row.accountId)
    return rejected('accountId', 'number-of-another-account')
  if (known.numberOfAccount !== null && known.numberOfAccount !== row.number)
    return rejected('number', 'account-of-another-number')
  if (known.before) {
    const { before } = known
    const different = compared.find((field) => before[field] !== row[field])
    return different ? rejected(different, 'different-data') : { outcome: 'unchanged' }
  }
  if (row.issuedOn > today) return rejected('issuedOn', 'issued-in-future')
  if (row.expiresOn <= row.issuedOn) return rejected('expiresOn', 'expires-before-issue')
  return { outcome: 'loaded' }
}

function rejected(field: string, reason: ImportReason): ImportOutcome {
  return { outcome: 'rejected', field, reason }
}
