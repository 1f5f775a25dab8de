import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { profileQuery } from '../api/queries.ts'
import { SelectField, TextField } from '../pieces/field.tsx'
import { ReviewRow } from '../pieces/review-rows.tsx'
import { useSpeech } from '../words/language.ts'
import { isLanguage } from '../words/language.ts'
import { addressErrors, addressLines, changeOf, entryOf } from './address-entry.ts'
import { AddressFields, CountyField } from './address-fields.tsx'
import { EditRow } from './edit-row.tsx'
import { EmailRow } from './email-row.tsx'
import { saveProfile } from './profile-save.ts'

interface InformationRowsProps {
  readonly number: string | null
  /** Asked as open fields elsewhere on the page. */
  readonly without?: readonly ('address' | 'county')[]
}

/** What we have on file; everything that can change has Change. */
export function InformationRows({ number, without = [] }: InformationRowsProps) {
  const { t } = useSpeech()
  const { data: profile } = useSuspenseQuery(profileQuery)
  return (
    <dl className="review">
      <ReviewRow label={t('form.row.legalName')}>{profile.legalName}</ReviewRow>
      {number && (
        <ReviewRow label={t('form.row.number')}>
          <span className="nowrap">{number}</span>
        </ReviewRow>
      )}
      <EmailRow email={profile.email} />
      {!without.includes('address') && <AddressRow />}
      {!without.includes('county') && <CountyRow />}
      <PhoneRow />
      <LanguageRow />
    </dl>
  )
}

function AddressRow() {
  const { t } = useSpeech()
  const { data: profile } = useSuspenseQuery(profileQuery)
  const [entry, setEntry] = useState(() => entryOf(profile))
  const [errors, setErrors] = useState<ReturnType<typeof addressErrors>>([])
  const lines = addressLines(profile)
  const shown = profile.address?.noFixedAddress
    ? [t('form.row.noFixedAddress'), profile.address.mailPlace ?? '']
    : lines
  return (
    <EditRow
      label={t('form.row.address')}
      shown={profile.address ? <Lines lines={shown} /> : t('form.row.missing')}
      fields={
        <AddressFields
          entry={entry}
          errors={errors}
          onChange={(change) => setEntry({ ...entry, ...change })}
        />
      }
      open={() => {
        setEntry(entryOf(profile))
        setErrors([])
      }}
      save={async (against) => {
        const missing = addressErrors(entry)
        setErrors(missing)
        if (missing.length > 0) return false
        await saveProfile(against ?? profile, changeOf(entry))
        return true
      }}
      describe={(other) => addressLines(other).join(', ')}
      mine={addressLines({ ...profile, ...changeOf(entry) }).join(', ')}
    />
  )
}

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.filter(Boolean).map((line) => (
    <span key={line} className="line">
      {line}
    </span>
  ))
}

function CountyRow() {
  const { t } = useSpeech()
  const { data: profile } = useSuspenseQuery(profileQuery)
  const [county, setCounty] = useState(profile.county ?? '')
  const [error, setError] = useState<string | null>(null)
  return (
    <EditRow
      label={t('form.row.county')}
      shown={profile.county ?? t('form.row.missing')}
      fields={<CountyField value={county} error={error} onChange={setCounty} />}
      open={() => setCounty(profile.county ?? '')}
      save={async (against) => {
        setError(county ? null : t('form.error.county'))
        if (!county) return false
        await saveProfile(against ?? profile, { county })
        return true
      }}
      describe={(other) => other.county ?? ''}
      mine={county}
    />
  )
}

function PhoneRow() {
  const { t } = useSpeech()
  const { data: profile } = useSuspenseQuery(profileQuery)
  const [phone, setPhone] = useState(profile.phone ?? '')
  const [error, setError] = useState<string | null>(null)
  return (
    <EditRow
      label={t('form.row.phone')}
      shown={profile.phone ?? t('form.row.none')}
      fields={
        <TextField
          id="phone"
          label={t('form.row.phoneOptional')}
          type="tel"
          autoComplete="tel"
          maxLength={30}
          value={phone}
          error={error}
          onChange={(event) => setPhone(event.target.value)}
        />
      }
      open={() => setPhone(profile.phone ?? '')}
      save={async (against) => {
        const wrong = phone.trim() !== '' && !isPhone(phone)
        setError(wrong ? t('form.error.phone') : null)
        if (wrong) return false
        await saveProfile(against ?? profile, { phone: phone.trim() || null })
        return true
      }}
      describe={(other) => other.phone ?? ''}
      mine={phone}
    />
  )
}

const isPhone = (text: string) =>
  /^[0-9+()., ext-]*$/.test(text) && text.replaceAll(/\D/g, '').length >= 7

function LanguageRow() {
  const { t, words } = useSpeech()
  const { data: profile } = useSuspenseQuery(profileQuery)
  const [language, setLanguage] = useState(profile.language)
  return (
    <EditRow
      label={t('form.row.language')}
      shown={words.form.language[profile.language]}
      fields={
        <SelectField
          id="message-language"
          label={t('form.row.language')}
          value={language}
          onChange={({ target }) => isLanguage(target.value) && setLanguage(target.value)}
        >
          <option value="en">{t('form.language.en')}</option>
          <option value="es">{t('form.language.es')}</option>
        </SelectField>
      }
      open={() => setLanguage(profile.language)}
      save={async (against) => {
        await saveProfile(against ?? profile, { language })
        return true
      }}
      describe={(other) => words.form.language[other.language]}
      mine={words.form.language[language]}
    />
  )
}
