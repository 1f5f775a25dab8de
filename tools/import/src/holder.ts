import { civilDate, compare, isCivilDate, type CivilDate } from '@peercert/chassis/civil-date'
import { counties } from '@peercert/contracts/program'

/** One existing certificant, as the file says. Whether it has expired is computed from the date (REG-5). */
export interface Holder {
  readonly number: string
  readonly legalName: string
  readonly email: string
  readonly language: 'en' | 'es'
  readonly issuedOn: CivilDate
  readonly expiresOn: CivilDate
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'REVOKED' | 'SURRENDERED'
  readonly county: string
}

export interface Fault {
  readonly field: Column | 'line'
  readonly reason: string
}

export const columns = [
  'number',
  'legal_name',
  'email',
  'language',
  'issued_on',
  'expires_on',
  'status',
  'county',
] as const
export type Column = (typeof columns)[number]
export type Fields = Readonly<Record<Column, string>>

const statuses = ['ACTIVE', 'SUSPENDED', 'REVOKED', 'SURRENDERED'] as const
const countyByFold = new Map(counties.map((county) => [county.toLowerCase(), county]))
// One address, no display name, no control characters: what the mail client accepts, too.
const address = /^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+\.[^\s@<>(),;:"[\]\\]{2,}$/

/** What is wrong with a value, or nothing. */
type Rule = (value: string) => string | undefined

const rules: Readonly<Record<Column, Rule>> = {
  number: (value) => (/^CMPSS-\d{6}$/i.test(value) ? undefined : 'is not like CMPSS-000318'),
  legal_name: nameFault,
  email: (value) =>
    address.test(value) && value.length <= 254 ? undefined : 'is not an e-mail address',
  language: (value) => (/^(en|es)$/i.test(value) ? undefined : 'is neither en nor es'),
  issued_on: (value) => (isCivilDate(value) ? undefined : 'is not a date like 2024-12-31'),
  expires_on: (value) => (isCivilDate(value) ? undefined : 'is not a date like 2026-12-31'),
  status: (value) => (statusOf(value) ? undefined : `is not one of ${statuses.join(', ')}`),
  county: (value) =>
    countyByFold.has(value.toLowerCase()) ? undefined : 'is not a county of California',
}

/** Reads one line's fields; all that is wrong with it is named at once. */
export function readHolder(fields: Fields): { holder: Holder } | { faults: Fault[] } {
  const value = (field: Column) => fields[field].trim().normalize('NFC')
  const faults = columns.flatMap((field): Fault[] => {
    const reason = rules[field](value(field))
    return reason ? [{ field, reason }] : []
  })
  if (faults.length > 0) return { faults }
  const holder = holderOf(value)
  if (compare(holder.expiresOn, holder.issuedOn) <= 0)
    return { faults: [{ field: 'expires_on', reason: 'is not after issued_on' }] }
  return { holder }
}

/** Every value has passed its rule. */
function holderOf(value: (field: Column) => string): Holder {
  return {
    number: value('number').toUpperCase(),
    legalName: value('legal_name').replaceAll(/\s+/g, ' '),
    email: value('email'),
    language: value('language').toLowerCase() as Holder['language'],
    issuedOn: civilDate(value('issued_on')),
    expiresOn: civilDate(value('expires_on')),
    status: statusOf(value('status')) ?? 'ACTIVE',
    county: countyByFold.get(value('county').toLowerCase()) ?? value('county'),
  }
}

function statusOf(value: string): Holder['status'] | undefined {
  return statuses.find((one) => one === value.toUpperCase())
}

function nameFault(value: string): string | undefined {
  if (value === '') return 'is empty'
  if (value.length > 200) return 'is longer than 200 characters'
  return /[\p{Cc}\uFFFD]/u.test(value) ? 'holds characters that are not UTF-8 text' : undefined
}
