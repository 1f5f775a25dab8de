import { type Finding, found, type Invariant } from '../finding.ts'
import type { World } from '../world.ts'

/** I-9 */
export const registry: Invariant = {
  id: 'I-9',
  title: 'what the registry says follows from terms and sanctions, at the moment of asking',
  async check(world) {
    const held = await world.databases.rows<Held>('applications', heldSql)
    const term = held.filter(
      (one) => one.term !== one.last_term || one.expires !== one.last_expires,
    )
    const hold = held.filter((one) => one.hold !== one.derived)
    const shown = await shownWrong(world, held)
    return {
      looked: held.length,
      findings: [
        ...found(
          'unreconciled',
          'certification that is not its last term',
          term.map(({ number }) => number),
        ),
        ...found(
          'unreconciled',
          'certification whose hold is not what its sanctions say',
          hold.map(({ number }) => number),
        ),
        ...shown,
      ],
    }
  },
}

interface Held {
  readonly number: string
  readonly code: string
  readonly term: number
  readonly last_term: number
  readonly expires: string
  readonly last_expires: string
  readonly hold: string
  readonly derived: string
}

const heldSql = `select c.number, c.verification_code as code, c.term, c.expires_on::text as expires, c.hold,
    last.term as last_term, last.expires_on::text as last_expires,
    case when exists (select from sanction s where s.certification_id = c.id
           and s.lifted_at is null and s.kind = 'revocation') then 'REVOKED'
         when c.surrendered then 'SURRENDERED'
         when exists (select from sanction s where s.certification_id = c.id
           and s.lifted_at is null and s.kind = 'suspension') then 'SUSPENDED'
         else 'ACTIVE' end as derived
  from certification c
  join lateral (select term, expires_on from term t where t.certification_id = c.id
    order by term desc limit 1) last on true`

const sample = 50
const words: Readonly<Record<string, readonly string[]>> = {
  ACTIVE: ['Active', 'Expired'],
  SUSPENDED: ['Suspended'],
  REVOKED: ['Revoked'],
  SURRENDERED: ['Inactive'],
}

/** The public's own question, for some of them. */
async function shownWrong({ services }: World, held: readonly Held[]): Promise<Finding[]> {
  const step = Math.max(1, Math.floor(held.length / sample))
  const wrong: string[] = []
  for (const { number, code, derived, last_expires } of held.filter(
    (_, index) => index % step === 0,
  )) {
    const answer = await fetch(`${services.applications}/verifications/${code}`)
    const { status, expiresOn } = (await answer.json()) as { status?: string; expiresOn?: string }
    const fits = words[derived]?.includes(status ?? '') ?? false
    if (!answer.ok || !fits || expiresOn !== last_expires) wrong.push(number)
  }
  return found('unreconciled', 'certification that the registry shows otherwise', wrong)
}
