import http from 'k6/http'
import { sleep } from 'k6'
import { ask, type Certification } from './member.ts'
import { fits } from './watch.ts'

export interface Place {
  readonly portal: string
  readonly control: string
  readonly address: string
}

/** Longer than five times what the bench must show. */
const patienceMs = 15_000

/** Suspends, or lifts that; answers how long it took until the registry said so, or undefined when it never did. */
export function changeStatus(place: Place, who: Certification): number | undefined {
  const { accountId, number } = who
  const wasActive = statusOf(place, who) === 'Active'
  const kind = wasActive ? 'suspension' : 'lift'
  const start = Date.now()
  const answer = http.post(
    `${place.control}/sanctions`,
    JSON.stringify({ kind, accountId, certificationNumber: number }),
    { headers: { 'content-type': 'application/json' } },
  )
  if (answer.status !== 202) return void fits('a sanction', answer, () => false)
  const wanted = wasActive ? 'Suspended' : 'Active'
  while (Date.now() - start < patienceMs) {
    if (statusOf(place, who) === wanted) return Date.now() - start
    sleep(0.02)
  }
  return void fits(`the registry after a ${kind}`, answer, () => false)
}

function statusOf({ portal, address }: Place, { verificationCode }: Certification): unknown {
  const path = `/api/applications/verifications/${verificationCode}`
  const answer = ask({ portal, address, cookie: '' }, path)
  return fits('a sanctioned entry', answer, () => true) ? answer.json('status') : undefined
}
