import { compare, isCivilDate, type CivilDate } from '@peercert/chassis/civil-date'
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

/** Reads one line's fields; all that is wrong with it is named at once. */
export function readHolder(fields: Fields): { holder: Holder } | { faults: Fault[] } {
  const faults: Fault[] = []
  const wrong = (field: Column, reason: string) => void faults.push({ field, reason })
  const value = (field: Column) => fields[field].trim().normalize('NFC')

  const number = value('number').toUpperCase()
  if (!/^CMPSS-\d{6}$/.test(number)) wrong('number', 'is not like CMPSS-000318')
  const legalName = value('legal_name').replaceAll(/\s+/g, ' ')
  if (legalName === '') wrong('legal_name', 'is empty')
  else if (legalName.length > 200) wrong('legal_name', 'is longer than 200 characters')
  else if (/[\p{Cc}\uFFFD]/u.test(legalName))
    wrong('legal_name', 'holds characters that are not UTF-8 text')
  const email = value('email')
  if (!address.test(email) || email.length > 254) wrong('email', 'is not an e-mail address')
  const language = value('language').toLowerCase()
  if (language !== 'en' && language !== 'es') wrong('language', 'is neither en nor es')
  const issuedOn = value('issued_on')
  if (!isCivilDate(issuedOn)) wrong('issued_on', 'is not a date like 2024-12-31')
  const expiresOn = value('expires_on')
  if (!isCivilDate(expiresOn)) wrong('expires_on', 'is not a date like 2026-12-31')
  if (isCivilDate(issuedOn) && isCivilDate(expiresOn) && compare(expiresOn, issuedOn) <= 0)
    wrong('expires_on', 'is not after issued_on')
  const status = statuses.find((one) => one === value('status').toUpperCase())
  if (!status) wrong('status', `is not one of ${statuses.join(', ')}`)
  const county = countyByFold.get(value('county').toLowerCase())
  if (!county) wrong('county', 'is not a county of California')

  if (faults.length > 0 || !status || !county) return { faults }
  return {
    holder: {
      number,
      legalName,
      email,
      language: language as Holder['language'],
      issuedOn: issuedOn as CivilDate,
      expiresOn: expiresOn as CivilDate,
      status,
      county,
    },
  }
}
