import type { LocalSystem } from '@peercert/local/system'

/** How many rows each table of a service holds and a digest of them: equal before and after means nothing was stored. */
export async function contentOf(
  system: LocalSystem,
  service: string,
): Promise<Record<string, string>> {
  const pool = system.running(service).pool
  const { rows: tables } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not like '\\_prisma%' order by 1`,
  )
  const content: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query<{ digest: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest from "${name}" t`,
    )
    content[name] = rows[0]?.digest ?? ''
  }
  return content
}
