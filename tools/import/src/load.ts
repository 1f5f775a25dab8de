import { createHash } from 'node:crypto'
import type { Client } from 'openapi-fetch'
import type { paths as ApplicationsPaths } from '@peercert/contracts/applications'
import type { paths as IdentityPaths } from '@peercert/contracts/identity'
import type { Fault, Holder } from './holder.ts'

export interface Numbered {
  readonly line: number
  readonly holder: Holder
}
export interface Outcome {
  readonly line: number
  readonly outcome: 'loaded' | 'unchanged' | 'rejected'
  readonly fault?: Fault
}
export interface Targets {
  readonly identity: Client<IdentityPaths>
  readonly applications: Client<ApplicationsPaths>
}
type Load = (batch: readonly Numbered[]) => Promise<Outcome[]>

export const batchSize = 500

/** Words for what the services answer. */
const reasons: Readonly<Record<string, string>> = {
  'different-data': 'differs from what was imported before',
  'number-of-another-email': 'was imported before with another e-mail',
  'email-used-twice': 'is used by another certificant',
  'county-unknown': 'is not a county of California',
  'expires-before-issue': 'is not after issued_on',
  'issued-in-future': 'lies in the future',
  'number-of-another-account': 'belongs to another account',
  'account-of-another-number': 'belongs to an account with another number',
}

/** Loads a batch through the import operations of identity and applications: first the person, then the certification. */
export function loader(targets: Targets, dryRun: boolean): Load {
  return async (batch) => {
    const people = await importAccounts(targets, batch, dryRun)
    const known = batch.flatMap((entry, index) => {
      const accountId = people[index]?.accountId
      return people[index]?.outcome !== 'rejected' && accountId ? [{ ...entry, accountId }] : []
    })
    const certifications = await importCertifications(targets, known, dryRun)
    const byLine = new Map(known.map((entry, index) => [entry.line, certifications[index]]))
    return batch.map(({ line }, index) => joined(line, people[index], byLine.get(line)))
  }
}

type Said = { outcome: Outcome['outcome']; field?: string; reason?: string; accountId?: string }

function joined(line: number, person: Said | undefined, certification: Said | undefined): Outcome {
  const refused = [person, certification].find((said) => said?.outcome === 'rejected')
  if (refused) return { line, outcome: 'rejected', fault: faultOf(refused) }
  const loaded = person?.outcome === 'loaded' || certification?.outcome === 'loaded'
  return { line, outcome: loaded ? 'loaded' : 'unchanged' }
}

const columnOf: Readonly<Record<string, Fault['field']>> = {
  number: 'number',
  legalName: 'legal_name',
  email: 'email',
  language: 'language',
  county: 'county',
  issuedOn: 'issued_on',
  expiresOn: 'expires_on',
  status: 'status',
}

function faultOf({ field, reason }: Said): Fault {
  return {
    field: columnOf[field ?? ''] ?? 'number',
    reason: reasons[reason ?? ''] ?? reason ?? 'was rejected',
  }
}

async function importAccounts(
  { identity }: Targets,
  batch: readonly Numbered[],
  dryRun: boolean,
): Promise<Said[]> {
  const rows = batch.map(({ holder: { number, legalName, email, language, county } }) => ({
    number,
    legalName,
    email,
    language,
    county,
  }))
  const { data, error } = await identity.POST('/imports/accounts', { body: { dryRun, rows } })
  if (!data)
    throw new Error(
      `identity did not take the batch: ${error?.title ?? 'no answer'} ${error?.detail ?? ''}`,
    )
  return data.outcomes
}

async function importCertifications(
  { applications }: Targets,
  batch: readonly (Numbered & { accountId: string })[],
  dryRun: boolean,
): Promise<Said[]> {
  if (batch.length === 0) return []
  const rows = batch.map(
    ({ accountId, holder: { number, legalName, issuedOn, expiresOn, status, county } }) => ({
      accountId,
      number,
      legalName,
      issuedOn,
      expiresOn,
      status,
      county,
    }),
  )
  const { data, error } = await applications.POST('/imports/certifications', {
    body: { dryRun, rows },
  })
  if (!data)
    throw new Error(
      `applications did not take the batch: ${error?.title ?? 'no answer'} ${error?.detail ?? ''}`,
    )
  return data.outcomes
}

/**
 * A dry run stores nothing, so it must itself remember what earlier lines said: a number's data and each address,
 * as hashes (a few bytes a line).
 */
export function rememberingDryRun(load: Load): Load {
  const byNumber = new Map<string, string>()
  const owners = new Map<string, string>()
  return async (batch) => {
    const seen = batch.map(({ holder }) => seenBefore(holder, byNumber, owners))
    const answered = await load(batch)
    return answered.map((outcome, index) =>
      seen[index] ? { line: outcome.line, ...seen[index] } : outcome,
    )
  }
}

function seenBefore(
  holder: Holder,
  byNumber: Map<string, string>,
  owners: Map<string, string>,
): Omit<Outcome, 'line'> | undefined {
  const data = hashOf(JSON.stringify(holder))
  const email = hashOf(holder.email.toLowerCase())
  const before = byNumber.get(holder.number)
  if (before === data) return { outcome: 'unchanged' }
  if (before)
    return {
      outcome: 'rejected',
      fault: { field: 'number', reason: 'stands in an earlier line with other data' },
    }
  const owner = owners.get(email)
  if (owner && owner !== holder.number)
    return {
      outcome: 'rejected',
      fault: { field: 'email', reason: reasons['email-used-twice'] as string },
    }
  byNumber.set(holder.number, data)
  owners.set(email, holder.number)
  return undefined
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12)
}
