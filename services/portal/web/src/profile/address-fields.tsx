import { useSuspenseQuery } from '@tanstack/react-query'
import { programQuery } from '../api/queries.ts'
import { Checkbox } from '../pieces/checkbox.tsx'
import { SelectField, TextField } from '../pieces/field.tsx'
import { useSpeech } from '../words/language.ts'
import type { AddressEntry, AddressField } from './address-entry.ts'

interface AddressFieldsProps {
  readonly entry: AddressEntry
  readonly errors: readonly AddressField[]
  readonly onChange: (change: Partial<AddressEntry>) => void
}

/** With "I have no fixed address" only the county counts, and if wanted a place where mail arrives. */
export function AddressFields({ entry, errors, onChange }: AddressFieldsProps) {
  const { t } = useSpeech()
  return (
    <>
      <Checkbox
        id="no-fixed-address"
        label={t('form.address.noFixed')}
        checked={entry.noFixedAddress}
        onChange={(noFixedAddress) => onChange({ noFixedAddress })}
      />
      {entry.noFixedAddress ? (
        <TextField
          id="mailPlace"
          label={t('form.address.mailPlace')}
          autoComplete="off"
          value={entry.mailPlace}
          onChange={({ target }) => onChange({ mailPlace: target.value })}
        />
      ) : (
        <HomeFields entry={entry} errors={errors} onChange={onChange} />
      )}
      <CountyField
        value={entry.county}
        error={errors.includes('county') ? t('form.error.county') : null}
        onChange={(county) => onChange({ county })}
      />
    </>
  )
}

function HomeFields({ entry, errors, onChange }: AddressFieldsProps) {
  const { t } = useSpeech()
  const error = (field: AddressField) => (errors.includes(field) ? t(`form.error.${field}`) : null)
  const text = (field: Exclude<keyof AddressEntry, 'noFixedAddress'>) => ({
    id: field,
    value: entry[field],
    onChange: (event: { target: { value: string } }) => onChange({ [field]: event.target.value }),
  })
  return (
    <>
      <TextField
        {...text('street')}
        label={t('form.address.street')}
        autoComplete="address-line1"
        error={error('street')}
      />
      <TextField {...text('unit')} label={t('form.address.unit')} autoComplete="address-line2" />
      <TextField
        {...text('city')}
        label={t('form.address.city')}
        autoComplete="address-level2"
        error={error('city')}
      />
      <TextField
        {...text('zip')}
        label={t('form.address.zip')}
        autoComplete="postal-code"
        inputMode="numeric"
        maxLength={5}
        width="zip"
        error={error('zip')}
      />
    </>
  )
}

interface CountyFieldProps {
  readonly value: string
  readonly error?: string | null
  readonly onChange: (county: string) => void
}

export function CountyField({ value, error, onChange }: CountyFieldProps) {
  const { t } = useSpeech()
  const { data } = useSuspenseQuery(programQuery)
  return (
    <SelectField
      id="county"
      label={t('form.address.county')}
      value={value}
      error={error}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t('form.address.chooseCounty')}</option>
      {data.counties.map((county) => (
        <option key={county}>{county}</option>
      ))}
    </SelectField>
  )
}
