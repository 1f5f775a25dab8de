import type { Db, Tx } from './database.ts'

export interface Word {
  readonly word: string
  readonly source: string
}

export async function replaceWords(tx: Tx, accountId: string, words: readonly Word[]) {
  await tx.searchWord.deleteMany({ where: { accountId } })
  await tx.searchWord.createMany({ data: words.map((word) => ({ accountId, ...word })) })
}

/** Present names before former ones, whole words before beginnings; at most 50. */
export async function search(
  db: Db,
  terms: { words: readonly string[]; number: string | undefined },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    with term as (
      select term, place from unnest(${terms.words}::text[]) with ordinality as t (term, place)
    ), hit as (
      select w.account_id, t.place, max(
        case w.source when 'email' then 6 when 'name' then 5 when 'former-email' then 4 else 3 end
        + case when w.word = t.term then 6 else 0 end) as score
      from term t
      join search_word w
        on w.word >= t.term collate "C" and w.word < (t.term || chr(1114111)) collate "C"
      group by 1, 2
    ), login as (
      select s.account_id, 12 as score from sign_in s
      where cardinality(${terms.words}::text[]) = 1 and s.email_key = (select term from term)
    ), found as (
      select account_id, sum(score)::int as score from hit
      group by 1 having count(*) = cardinality(${terms.words}::text[])
      union all select account_id, score from login
      union all select account_id, 1000 from certification where number = ${terms.number ?? ''}
    )
    select a.id from (select account_id, max(score) as score from found group by 1) f
    join account a on a.id = f.account_id
    where a.closed_at is null
    order by f.score desc, a.folded_name, a.id
    limit 50`
  return rows.map((row) => row.id)
}

/** Holders imported who never logged in. */
export async function neverLoggedIn(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select a.id from account a
    where a.imported and a.closed_at is null
      and not exists (select 1 from sign_in s where s.account_id = a.id)
    order by a.folded_name, a.id
    limit 50`
  return rows.map((row) => row.id)
}

/** What a row of the list shows, for these accounts. */
export function rows(db: Db, ids: readonly string[]) {
  return db.account.findMany({
    where: { id: { in: [...ids] } },
    include: {
      formerNames: { orderBy: { until: 'asc' } },
      signIns: { select: { subject: true }, take: 1 },
    },
  })
}
