import type { Address, Profile, ProfileChange } from './profile-save.ts'

/** Where somebody lives, as it is being typed. */
export interface AddressEntry {
  readonly noFixedAddress: boolean
  readonly street: string
  readonly unit: string
  readonly city: string
  readonly zip: string
  readonly mailPlace: string
  readonly county: string
}

export type AddressField = 'street' | 'city' | 'zip' | 'county'

const empty = { noFixedAddress: false, street: '', unit: '', city: '', zip: '', mailPlace: '' }

export function entryOf({ address, county }: Pick<Profile, 'address' | 'county'>): AddressEntry {
  return { ...empty, ...address, county: county ?? '' }
}

/** What is missing, in the order of the fields; a county counts for everybody. */
export function addressErrors(entry: AddressEntry): AddressField[] {
  const errors: AddressField[] = []
  if (!entry.noFixedAddress) {
    if (entry.street.trim() === '') errors.push('street')
    if (entry.city.trim() === '') errors.push('city')
    if (!/^\d{5}$/.test(entry.zip.trim())) errors.push('zip')
  }
  if (entry.county === '') errors.push('county')
  return errors
}

export function changeOf(entry: AddressEntry): ProfileChange {
  return { address: addressOf(entry), county: entry.county }
}

function addressOf(entry: AddressEntry): Address {
  const text = (name: 'street' | 'unit' | 'city' | 'zip' | 'mailPlace') =>
    entry[name].trim() === '' ? {} : { [name]: entry[name].trim() }
  return entry.noFixedAddress
    ? { noFixedAddress: true, ...text('mailPlace') }
    : { noFixedAddress: false, ...text('street'), ...text('unit'), ...text('city'), ...text('zip') }
}

/** The lines of an address as they stand on a letter. */
export function addressLines({ address, county }: Profile): string[] {
  if (!address) return []
  if (address.noFixedAddress) return [address.mailPlace ?? '', county ?? ''].filter(Boolean)
  const first = [address.street, address.unit].filter(Boolean).join(', ')
  const second = [address.city, ['CA', address.zip].filter(Boolean).join(' ')]
  return [first, second.filter(Boolean).join(', ')].filter(Boolean)
}
