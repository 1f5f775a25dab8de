import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { components } from '@peercert/contracts/applications'
import { applications } from '../api/clients.ts'
import { answer } from '../api/problem.ts'
import { programQuery } from '../api/queries.ts'
import { useAction } from '../pieces/action.ts'
import { ErrorSummary } from '../pieces/error-summary.tsx'
import { FailureAlert } from '../pieces/failure-alert.tsx'
import { SelectField, TextField } from '../pieces/field.tsx'
import { WaitingLine } from '../pieces/waiting-line.tsx'
import { useSpeech } from '../words/language.ts'
import { Verdict } from './verdict.tsx'

interface Found {
  readonly entries: readonly components['schemas']['RegistryEntry'][]
  readonly more: boolean
}

interface Asked {
  readonly number: string
  readonly lastName: string
  readonly firstName: string
  readonly county: string
}

/** By exact number, or by last name with at least two letters (REG-2). */
export function RegistrySearch() {
  const { t } = useSpeech()
  const [asked, setAsked] = useState<Asked>({ number: '', lastName: '', firstName: '', county: '' })
  const [missing, setMissing] = useState(false)
  const [round, setRound] = useState(0)
  const [found, setFound] = useState<Found | null>(null)
  const search = useAction(async () => {
    const body = bodyOf(asked)
    setMissing(body === null)
    setRound((before) => before + 1)
    setFound(body && (await answer(applications.POST('/registry/search', { body }))))
  })
  const error = missing ? t('certificate.verify.error') : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    search.press()
  }
  return (
    <>
      <ErrorSummary problems={error ? [{ field: 'number', text: error }] : []} round={round} />
      <form noValidate onSubmit={submit}>
        <SearchFields
          asked={asked}
          error={error}
          change={(part) => setAsked({ ...asked, ...part })}
        />
        <div className="actions gap-3">
          <button className="usa-button" aria-busy={search.busy || undefined}>
            {t('certificate.verify.search')}
          </button>
          <WaitingLine busy={search.busy} />
        </div>
      </form>
      <FailureAlert error={search.error} />
      <Results found={found} />
    </>
  )
}

/** Null when there is too little to search for. */
function bodyOf({ number, lastName, firstName, county }: Asked) {
  if (number.trim()) return { number: number.trim() }
  if (lastName.trim().length < 2) return null
  return {
    lastName: lastName.trim(),
    ...(firstName.trim() && { firstName: firstName.trim() }),
    ...(county && { county }),
  }
}

interface SearchFieldsProps {
  readonly asked: Asked
  readonly error: string | null
  readonly change: (part: Partial<Asked>) => void
}

function SearchFields({ asked, error, change }: SearchFieldsProps) {
  const { t } = useSpeech()
  const { data } = useQuery(programQuery)
  return (
    <>
      <TextField
        id="number"
        label={t('certificate.verify.number')}
        hint={t('certificate.verify.numberHint')}
        autoComplete="off"
        spellCheck={false}
        maxLength={20}
        error={error}
        value={asked.number}
        onChange={({ target }) => change({ number: target.value })}
      />
      <p className="or field--name">{t('certificate.verify.or')}</p>
      <TextField
        id="last-name"
        label={t('certificate.verify.lastName')}
        autoComplete="off"
        maxLength={100}
        value={asked.lastName}
        onChange={({ target }) => change({ lastName: target.value })}
      />
      <TextField
        id="first-name"
        label={t('certificate.verify.firstName')}
        autoComplete="off"
        maxLength={100}
        value={asked.firstName}
        onChange={({ target }) => change({ firstName: target.value })}
      />
      <SelectField
        id="search-county"
        label={t('certificate.verify.county')}
        value={asked.county}
        onChange={({ target }) => change({ county: target.value })}
      >
        <option value="">{t('certificate.verify.anyCounty')}</option>
        {data?.counties.map((county) => (
          <option key={county}>{county}</option>
        ))}
      </SelectField>
    </>
  )
}

function Results({ found }: { found: Found | null }) {
  const { t } = useSpeech()
  const count = found?.entries.length ?? 0
  return (
    <>
      <p role="status" className="gap-4">
        {found && count === 0 && t('certificate.verify.none')}
        {found && count > 0 && <strong>{t('certificate.verify.found', { count })}</strong>}{' '}
        {found?.more && t('certificate.verify.more')}
      </p>
      {found && count > 0 && (
        <ul className="plain choices">
          {found.entries.map((entry) => (
            <li key={entry.number}>
              <Verdict entry={entry} heading="h2" />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
