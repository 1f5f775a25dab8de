/** Where somebody lives, or that they have no fixed address. */
export interface Home {
  readonly noFixedAddress: boolean
  readonly street?: string
  readonly unit?: string
  readonly city?: string
  readonly zip?: string
  /** Without a fixed address: a place where mail reaches the person. */
  readonly mailPlace?: string
}

export interface ProfileState {
  readonly phone: string | null
  readonly address: Home | null
  readonly county: string | null
  readonly language: string
}

export interface ProfileChange {
  readonly phone?: string | null
  readonly address?: Home
  readonly county?: string
  readonly language?: string
}

export type ProfileField = 'phone' | 'address' | 'county' | 'language'

export interface FieldError {
  readonly field: string
  readonly reason: string
}

export type ProfileDecision =
  | { readonly refused: readonly FieldError[] }
  | { readonly next: ProfileState; readonly fields: readonly ProfileField[] }

/** Self-service, at once, without review or proof (CHG-6, CHG-7); every error is named at once. */
export function decideProfileChange(
  now: ProfileState,
  change: ProfileChange,
  counties: readonly string[],
): ProfileDecision {
  const next: ProfileState = {
    phone: change.phone === undefined ? now.phone : tidy(change.phone),
    address: change.address ? tidyHome(change.address) : now.address,
    county: change.county === undefined ? now.county : change.county.trim(),
    language: change.language ?? now.language,
  }
  const errors = [...homeErrors(change, next), ...countyErrors(change, next, counties)]
  if (errors.length > 0) return { refused: errors }
  return { next, fields: changedFields(now, next) }
}

/** County of residence counts for everybody, with or without a fixed address. */
function countyErrors(
  change: ProfileChange,
  next: ProfileState,
  counties: readonly string[],
): FieldError[] {
  if (change.county === undefined && change.address === undefined) return []
  if (next.county !== null && counties.includes(next.county)) return []
  return [{ field: '/body/county', reason: 'Choose your county.' }]
}

function homeErrors(change: ProfileChange, { address }: ProfileState): FieldError[] {
  if (!change.address || !address || address.noFixedAddress) return []
  const errors: FieldError[] = []
  if (address.street === undefined)
    errors.push({
      field: '/body/address/street',
      reason: "Enter your street and number, or check 'I have no fixed address'.",
    })
  if (!/^[0-9]{5}$/.test(address.zip ?? ''))
    errors.push({
      field: '/body/address/zip',
      reason: 'Enter a ZIP code with 5 digits, like 95814.',
    })
  return errors
}

/** Only what belongs to the kind of address, without empty fields. */
function tidyHome(home: Home): Home {
  const kept = home.noFixedAddress
    ? { mailPlace: home.mailPlace }
    : { street: home.street, unit: home.unit, city: home.city, zip: home.zip }
  const filled = Object.entries(kept).flatMap(([name, value]) => {
    const text = tidy(value ?? null)
    return text === null ? [] : [[name, text] as const]
  })
  return { noFixedAddress: home.noFixedAddress, ...Object.fromEntries(filled) }
}

function tidy(text: string | null): string | null {
  const trimmed = text?.normalize('NFC').replaceAll(/\s+/g, ' ').trim() ?? ''
  return trimmed === '' ? null : trimmed
}

function changedFields(now: ProfileState, next: ProfileState): ProfileField[] {
  const all: readonly ProfileField[] = ['phone', 'address', 'county', 'language']
  return all.filter((field) =>
    field === 'address' ? !sameHome(now.address, next.address) : now[field] !== next[field],
  )
}

const parts = ['noFixedAddress', 'street', 'unit', 'city', 'zip', 'mailPlace'] as const

function sameHome(a: Home | null, b: Home | null): boolean {
  return parts.every((part) => a?.[part] === b?.[part])
}
