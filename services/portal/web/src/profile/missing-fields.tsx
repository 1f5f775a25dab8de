import { useEffect, useState, useSyncExternalStore } from 'react'
import { Autosave, type SaveState } from '../renewal/autosave.ts'
import { profileQuery, queryClient } from '../api/queries.ts'
import { useSpeech } from '../words/language.ts'
import {
  addressErrors,
  changeOf,
  entryOf,
  type AddressEntry,
  type AddressField,
} from './address-entry.ts'
import { AddressFields } from './address-fields.tsx'
import { saveProfile, type ProfileChange } from './profile-save.ts'

const missing = new Autosave<ProfileChange>({
  save: async (change) => {
    const shown = queryClient.getQueryData(profileQuery.queryKey)
    if (shown) await saveProfile(shown, change)
  },
  isConflict: () => false,
})
addEventListener('online', () => missing.retryNow())

/** Half an address cannot be saved; it stays in this page, whichever part is open. */
let kept: AddressEntry | null = null

export interface Missing {
  readonly asked: boolean
  readonly entry: AddressEntry
  readonly state: SaveState
  enter(change: Partial<AddressEntry>): void
  /** What is still missing; empty when all is saved. */
  finish(): Promise<AddressField[]>
}

/** Asked only of whom we have no address or county. */
export function useMissing(): Missing {
  const profile = queryClient.getQueryData(profileQuery.queryKey)
  const [asked] = useState(
    () => kept !== null || !profile || profile.address === null || profile.county === null,
  )
  const [entry, setEntry] = useState(
    () => kept ?? entryOf(profile ?? { address: null, county: null }),
  )
  const state = useSyncExternalStore(missing.subscribe, missing.state)
  useEffect(() => () => void missing.flush(), [])
  return {
    asked,
    entry,
    state,
    enter(change) {
      kept = { ...entry, ...change }
      setEntry(kept)
      if (addressErrors(kept).length === 0) missing.put(changeOf(kept))
    },
    async finish() {
      if (!asked) return []
      const errors = addressErrors(entry)
      if (errors.length > 0) return errors
      if (kept) {
        missing.put(changeOf(kept))
        if (await missing.flush()) kept = null
      }
      return []
    },
  }
}

interface MissingFieldsProps {
  readonly missing: Missing
  readonly errors: readonly AddressField[]
}

export function MissingFields({ missing: asked, errors }: MissingFieldsProps) {
  const { t } = useSpeech()
  return (
    <fieldset className="usa-fieldset gap-4">
      <legend className="usa-legend">{t('form.row.address')}</legend>
      <p>{t('form.missing')}</p>
      <AddressFields entry={asked.entry} errors={errors} onChange={asked.enter} />
    </fieldset>
  )
}
