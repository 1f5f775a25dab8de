import type { Tx } from './database.ts'

/** The next number; whoever else wants one waits for this transaction, so none is lost or given twice. */
export async function next(tx: Tx, name: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    insert into counter (name, last) values (${name}, 1)
    on conflict (name) do update set last = counter.last + 1 returning last`
  if (!row) throw new Error(`counter ${name} gave no number`)
  return row.last
}
