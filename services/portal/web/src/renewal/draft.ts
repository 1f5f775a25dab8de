import { useSyncExternalStore } from 'react'
import type { components } from '@peercert/contracts/applications'
import { applications } from '../api/clients.ts'
import { answer, refusedAs } from '../api/problem.ts'
import { dashboardQuery, queryClient, renewalQuery } from '../api/queries.ts'
import { Autosave, type SaveState } from './autosave.ts'
import { differingFields, without, type Change, type Differing } from './differing-fields.ts'

type Renewal = components['schemas']['Renewal']

/** The form as it was when somebody began to type here: what another window changes later shows against it. */
let base: Renewal | null = null
/** What the other window saved, while the person has not chosen yet. */
let other: Renewal | null = null

/** The form as the server has it; every answer brings a newer one. */
export function keepRenewal(renewal: Renewal): void {
  base = renewal
  queryClient.setQueryData(renewalQuery.queryKey, (before) => before && { ...before, renewal })
  // The dashboard's sentence says when the form was saved and what is next.
  void queryClient.invalidateQueries({ queryKey: dashboardQuery.queryKey })
}

export const findRenewal = () => queryClient.getQueryData(renewalQuery.queryKey)?.renewal ?? null

async function save(change: Change): Promise<void> {
  const from = base
  if (!from) return
  const send = (version: number) =>
    answer(applications.PATCH('/me/renewal', { body: { version, ...change } }))
  try {
    keepRenewal(await send(from.version))
  } catch (error) {
    if (!refusedAs(error, 'renewal-changed')) throw error
    const current = error.problem.current as Renewal
    // The other window changed other fields: nothing of anybody's is overwritten.
    if (differingFields(change, from, current).length === 0) {
      keepRenewal(await send(current.version))
      return
    }
    other = current
    throw error
  }
}

/** One queue for the whole form: it outlives a change of page, and nothing is written to the disk. */
export const draft = new Autosave<Change>({
  save,
  isConflict: (error) => refusedAs(error, 'renewal-changed'),
})

/** Saves one entry as soon as the person pauses. */
export function enter(change: Change): void {
  if (!draft.unsaved()) base = findRenewal()
  draft.put(change)
}

export interface TwoWindows {
  readonly at: string
  readonly fields: readonly Differing[]
}

/** What was entered here and, differently, in another window. */
export function twoWindows(): TwoWindows | null {
  const mine = draft.unsaved()
  if (draft.state().kind !== 'conflict' || !base || !other || !mine) return null
  return { at: other.savedAt, fields: differingFields(mine, base, other) }
}

export async function chooseWindow(choice: 'mine' | 'theirs'): Promise<void> {
  const mine = draft.unsaved()
  if (!other || !base || !mine) return
  const kept = choice === 'mine' ? mine : without(mine, differingFields(mine, base, other))
  keepRenewal(other)
  other = null
  await draft.settle(kept)
}

addEventListener('online', () => draft.retryNow())
addEventListener('beforeunload', (event) => {
  if (draft.unsaved()) event.preventDefault()
})

export function useSaveState(): SaveState {
  return useSyncExternalStore(draft.subscribe, draft.state)
}

/** The form with what was just entered on top of what is saved. */
export function useEntered(renewal: Renewal): Pick<Renewal, 'signatureName' | 'boxes'> {
  const unsaved = useSyncExternalStore(draft.subscribe, unsavedOnce)
  return {
    signatureName: unsaved?.signatureName ?? renewal.signatureName,
    boxes: { ...renewal.boxes, ...unsaved?.boxes },
  }
}

/** The same object as long as nothing was entered, as the store's reader asks. */
let last: Change | null = null
function unsavedOnce(): Change | null {
  const now = draft.unsaved()
  if (JSON.stringify(now) !== JSON.stringify(last)) last = now
  return last
}
