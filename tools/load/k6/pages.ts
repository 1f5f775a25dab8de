import type { RefinedResponse, ResponseType } from 'k6/http'
import { ask, type Member, send } from './member.ts'
import { fits, text } from './watch.ts'

type Reply = RefinedResponse<ResponseType>

export interface Read {
  readonly path: string
  isRight(answer: Reply): boolean
}

const has = (selector: string) => (answer: Reply) => (answer.json(selector) ?? null) !== null

/** What the pages of somebody who is logged in ask for, and a page itself. */
export const reads: readonly Read[] = [
  { path: '/dashboard', isRight: ({ body }) => text(body).includes('<html') },
  { path: '/api/session', isRight: (answer) => answer.json('kind') === 'person' },
  { path: '/api/dashboard', isRight: isWhole },
  { path: '/api/applications/me/renewal', isRight: has('renewal.renewalId') },
  { path: '/api/identity/me/profile', isRight: has('accountId') },
  { path: '/api/notifications/me/messages', isRight: has('messages') },
  { path: '/api/applications/me/signatures', isRight: has('signatures') },
  { path: '/api/payments/me/receipts', isRight: has('receipts') },
  { path: '/api/applications/program', isRight: () => true },
  {
    path: '/api/applications/program/texts/code-of-ethics?language=en',
    isRight: has('version'),
  },
]

/** With the certification, and nothing that did not answer in time. */
function isWhole(answer: Reply): boolean {
  return has('certification.number')(answer) && answer.json('missing.#') === 0
}

/** Of the member whom this virtual user is; k6 gives each its own copy of this file. */
const versions: Record<string, number> = {}
let turn = 0

/** Reads the version once; later ones come with the answers. */
function versionOf(member: Member, path: string, selector: string): number {
  const known = versions[path]
  if (known !== undefined) return known
  const answer = ask(member, path)
  fits(path, answer, has(selector))
  return Number(answer.json(selector))
}

/** Saves something at its version; answers how long that took. */
function save(member: Member, path: string, selector: string, change: object): number {
  const version = versionOf(member, path, selector)
  const answer = send(member, 'PATCH', path, { version, ...change })
  const saved = fits(`PATCH ${path}`, answer, has('version'))
  if (saved) versions[path] = Number(answer.json('version'))
  else delete versions[path]
  return answer.timings.duration
}

export type Write = (member: Member) => number

/** What people write while a window is open: the form, their phone, their reminders, Start Renewal. */
export const writes: readonly Write[] = [
  (member) => {
    turn += 1
    const change = {
      informationReviewed: turn % 2 === 0,
      signatureName: `Draft ${'x'.repeat(turn % 9)}`,
    }
    return save(member, '/api/applications/me/renewal', 'renewal.version', change)
  },
  (member) => {
    turn += 1
    const phone = `916 555 ${String(1_000 + (turn % 9_000))}`
    return save(member, '/api/identity/me/profile', 'version', { phone })
  },
  (member) => {
    turn += 1
    const path = '/api/notifications/me/reminders'
    const answer = send(member, 'PUT', path, { on: turn % 2 === 0 })
    fits(`PUT ${path}`, answer, has('on'))
    return answer.timings.duration
  },
  (member) => {
    const path = '/api/applications/me/renewal'
    const answer = send(member, 'POST', path)
    fits(`POST ${path}`, answer, has('renewalId'))
    // The draft that is there, at the version it has now.
    versions[path] = Number(answer.json('version'))
    return answer.timings.duration
  },
]
