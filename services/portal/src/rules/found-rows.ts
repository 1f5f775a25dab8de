/** What three services know about one search, made into one list (renewal-service 3.1). */
export interface PersonRow {
  readonly accountId: string
  readonly legalName: string
  readonly formerNames: string[]
  readonly county: string | null
  readonly language: 'en' | 'es'
  readonly mailState: 'ok' | 'bounced'
  readonly signedIn: boolean
}

export interface CertificationRow {
  readonly accountId: string
  readonly number: string
  readonly certifiedName: string
  readonly badge?: string
  readonly expiresOn: string
  readonly county: string
  readonly running: { what: string; due?: string } | null
}

export interface PaymentMatch {
  readonly accountId: string
  readonly found: 'receipt' | 'voucher' | 'card'
  readonly label?: string
}

export interface Hits {
  readonly number: string | null
  readonly people: readonly PersonRow[]
  readonly certifications: readonly CertificationRow[]
  readonly payments: readonly PaymentMatch[]
  readonly reference: { readonly accountId: string | null; readonly operation: string } | null
}

type Matched = 'number' | 'person' | 'receipt' | 'voucher' | 'card' | 'reference'

export interface Hit {
  readonly accountId: string
  readonly matched: Matched
  readonly label: string | null
}

export interface FoundRow extends Hit {
  readonly name: string
  readonly formerNames: string[]
  readonly number: string | null
  readonly badge: string | null
  readonly expiresOn: string | null
  readonly county: string | null
  readonly language: 'en' | 'es' | null
  readonly mail: 'ok' | 'bounced' | null
  readonly running: { what: string; due?: string } | null
  readonly signedIn: boolean | null
}

/** An exact number first, then what only one person can have, then names in the order of their services. */
export function rankHits(hits: Hits): Hit[] {
  const exact = hits.certifications.filter((row) => row.number === hits.number)
  const { reference } = hits
  const all: Hit[] = [
    ...exact.map((row) => hit(row.accountId, 'number')),
    ...hits.payments.map(({ accountId, found, label }) => hit(accountId, found, label ?? null)),
    ...(reference?.accountId ? [hit(reference.accountId, 'reference', reference.operation)] : []),
    ...hits.people.map((row) => hit(row.accountId, 'person')),
    ...hits.certifications.map((row) => hit(row.accountId, 'person')),
  ]
  const first = new Map<string, Hit>()
  for (const one of all) if (!first.has(one.accountId)) first.set(one.accountId, one)
  return [...first.values()]
}

function hit(accountId: string, matched: Matched, label: string | null = null): Hit {
  return { accountId, matched, label }
}

export function exactAccount(hits: Hits): string | null {
  const found = hits.certifications.find((row) => row.number === hits.number)
  return found?.accountId ?? null
}

export function foundRow(
  hit: Hit,
  person: PersonRow | undefined,
  certification: CertificationRow | undefined,
): FoundRow {
  const [known, held] = [personPart(person), certificationPart(certification)]
  return {
    ...hit,
    ...known,
    ...held,
    name: known.name || held.name,
    county: held.county ?? known.county,
  }
}

function personPart(person: PersonRow | undefined) {
  if (!person)
    return { name: '', formerNames: [], county: null, language: null, mail: null, signedIn: null }
  const { legalName: name, formerNames, county, language, mailState: mail, signedIn } = person
  return { name, formerNames, county, language, mail, signedIn }
}

function certificationPart(row: CertificationRow | undefined) {
  if (!row)
    return { name: '', number: null, badge: null, expiresOn: null, county: null, running: null }
  const { certifiedName: name, number, badge = null, expiresOn, county, running } = row
  return { name, number, badge, expiresOn, county, running }
}
