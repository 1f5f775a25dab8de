import { fromDate, toDate, type Tx } from './database.ts'

/** The expiration of a term that is over. */
export async function getExpiration(
  tx: Tx,
  certificationId: string,
  term: number,
): Promise<string> {
  const key = { certificationId_term: { certificationId, term } }
  return fromDate((await tx.term.findUniqueOrThrow({ where: key })).expiresOn)
}

export interface Figures {
  readonly expiring: number
  readonly renewed: number
}

/** Terms that end in a span of days, and how many of them an on-time renewal followed. */
export async function countExpiring(tx: Tx, from: string, to: string): Promise<Figures> {
  const [row] = await tx.$queryRaw<{ expiring: number; renewed: number }[]>`
    select count(*)::int as expiring,
      count(*) filter (where r.state = 'completed')::int as renewed
    from term t
    left join term n on n.certification_id = t.certification_id and n.term = t.term + 1
    left join renewal r on r.id = n.renewal_id
    where t.expires_on between ${toDate(from)}::date and ${toDate(to)}::date`
  return row ?? { expiring: 0, renewed: 0 }
}
