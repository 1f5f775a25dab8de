import { heldOf, type Held, listByIds } from './certifications.ts'
import type { Tx } from './database.ts'

/** The name of the present term and of the registry; earlier certificates keep what was printed. */
export async function rename(
  tx: Tx,
  held: Held,
  name: string,
  beginnings: readonly string[],
): Promise<void> {
  await tx.certification.update({ where: { id: held.id }, data: { certifiedName: name } })
  await tx.certificate.updateMany({
    where: { certificationId: held.id, term: held.term },
    data: { certifiedName: name },
  })
  await tx.nameBeginning.deleteMany({ where: { certificationId: held.id } })
  await tx.nameBeginning.createMany({
    data: beginnings.map((rest, position) => ({ certificationId: held.id, position, rest })),
  })
}

export async function setCounty(tx: Tx, id: string, county: string): Promise<void> {
  await tx.certification.update({ where: { id }, data: { county } })
}

export interface RegistryQuery {
  /** Folded, as the index is. */
  readonly lastName: string
  readonly firstName: string
  readonly county: string | null
  readonly limit: number
}

/**
 * By last name: a later word of the name begins with it; a name of one word is its own last name.
 * REG-2, from an index of our own, so that it answers while identity is down.
 */
export async function searchByLastName(tx: Tx, query: RegistryQuery): Promise<Held[]> {
  const [from, to] = [query.lastName, after(query.lastName)]
  const found = await tx.$queryRaw<{ id: string }[]>`
    select c.id from certification c
    where c.id in (
        select n.certification_id from name_beginning n
        where n.rest >= ${from} and n.rest < ${to}
          and (n.position > 0 or position(' ' in n.rest) = 0))
      and exists (
        select 1 from name_beginning n
        where n.certification_id = c.id and n.position = 0 and starts_with(n.rest, ${query.firstName}))
      and (${query.county}::text is null or c.county = ${query.county})
    order by c.certified_name, c.number
    limit ${query.limit}`
  return inOrder(tx, found)
}

/** Each word begins some word of the name, whatever their order; the best match first. */
export async function searchByWords(
  tx: Tx,
  words: readonly string[],
  limit: number,
): Promise<Held[]> {
  const [word = ''] = [...words].sort((a, b) => b.length - a.length)
  const whole = words.join(' ')
  const found = await tx.$queryRaw<{ id: string }[]>`
    select c.id from certification c
    join name_beginning n on n.certification_id = c.id and n.position = 0
    where c.id in (
        select b.certification_id from name_beginning b
        where b.rest >= ${word} and b.rest < ${after(word)})
      and not exists (
        select 1 from unnest(${[...words]}::text[]) as typed (word)
        where not exists (
          select 1 from name_beginning b
          where b.certification_id = c.id and starts_with(b.rest, typed.word)))
    order by n.rest <> ${whole}, not starts_with(n.rest, ${whole}), c.certified_name, c.number
    limit ${limit}`
  return inOrder(tx, found)
}

export async function listByAccounts(tx: Tx, accountIds: readonly string[]): Promise<Held[]> {
  const rows = await tx.certification.findMany({ where: { accountId: { in: [...accountIds] } } })
  return rows.map(heldOf)
}

async function inOrder(tx: Tx, found: readonly { id: string }[]): Promise<Held[]> {
  const ids = found.map(({ id }) => id)
  const byId = new Map((await listByIds(tx, ids)).map((held) => [held.id, held]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The end of all texts that begin with this one, in the index's order of code points. */
function after(beginning: string): string {
  return `${beginning}\u{10ffff}`
}
