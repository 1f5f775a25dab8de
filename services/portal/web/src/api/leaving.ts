import { csrfHeader } from './clients.ts'
import { queryClient, sessionQuery } from './queries.ts'

/** Why this window was emptied; survives a reload, holds a path and nothing about the person. */
export interface Left {
  readonly why: 'idle' | 'chosen'
  readonly path: string | null
  /** Told already; the first page is the first page again. */
  readonly seen?: boolean
}

const key = 'left'
const inside = 'inside'
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('session') : null
let left = false

/** After this, private pages show nothing, whatever Back brings up. */
export const hasLeft = () => left

/** Somebody was logged in here and is not any more: the time ran out while nobody looked. */
export const wasInside = () => sessionStorage.getItem(inside) !== null

export function readLeft(): Left | null {
  const text = sessionStorage.getItem(key)
  return text ? (JSON.parse(text) as Left) : null
}

/** Somebody is logged in here now. */
export function enterInside(): void {
  if (left) return
  sessionStorage.setItem(inside, '1')
  sessionStorage.removeItem(key)
}

export function markLeftSeen(): void {
  const value = readLeft()
  if (value) sessionStorage.setItem(key, JSON.stringify({ ...value, seen: true }))
}

export function rememberLeft(value: Left): void {
  sessionStorage.setItem(key, JSON.stringify(value))
  sessionStorage.removeItem(inside)
}

interface Leaving {
  readonly why: Left['why']
  /** Shows the page without anybody's data at once; the sign-in server follows. */
  readonly empty: () => void
  /** The session is over already. */
  readonly over?: boolean
}

export async function leave({ why, empty, over = false }: Leaving): Promise<void> {
  if (left) return
  left = true
  const remembered = { why, path: why === 'idle' ? location.pathname : null }
  rememberLeft(remembered)
  forgetPerson()
  empty()
  if (over) return
  channel?.postMessage(why)
  const answered = await fetch('/auth/log-out', { method: 'POST', headers: csrfHeader() }).catch(
    () => null,
  )
  if (!answered?.ok) return
  const { location: next } = (await answered.json()) as { location: string }
  // The sign-in server sends the browser back to our first page, which tells it once more.
  rememberLeft(remembered)
  location.replace(next)
}

/** Nothing of the person stays in the page, and nobody asks the server again whether they are still here. */
function forgetPerson(): void {
  const session = queryClient.getQueryData(sessionQuery.queryKey)
  queryClient.clear()
  if (!session) return
  queryClient.setQueryData(sessionQuery.queryKey, {
    ...session,
    kind: 'anonymous',
    accountId: null,
    name: null,
    email: null,
    roles: [],
    joinedNumber: null,
    idleLeft: null,
    method: null,
  })
}

/** Another window of this browser logged out. */
export function onOtherWindowLeft(heard: (why: Left['why']) => void): void {
  channel?.addEventListener('message', ({ data }) => heard(data === 'idle' ? 'idle' : 'chosen'))
}
