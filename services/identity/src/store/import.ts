import type pg from 'pg'

export interface ImportedRow {
  readonly number: string
  readonly accountId: string
  readonly legalName: string
  readonly email: string
  readonly language: string
  readonly county: string
}

/** Two imports at once go one after the other: each then sees what the other did. */
export async function lockImports(client: pg.ClientBase): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtextextended('import', 3))`)
}

export async function imported(
  client: pg.ClientBase,
  numbers: readonly string[],
): Promise<ImportedRow[]> {
  const { rows } = await client.query<ImportedRow>(
    `select number, account_id as "accountId", legal_name as "legalName", email, language, county
     from import_record where number = any ($1::text[])`,
    [numbers],
  )
  return rows
}

/** Which of these addresses an account holds, or was imported with. */
export async function takenAddresses(
  client: pg.ClientBase,
  keys: readonly string[],
): Promise<string[]> {
  const { rows } = await client.query<{ key: string }>(
    `select email_key as key from import_record where email_key = any ($1::text[])
     union select email_key from account where email_key = any ($1::text[]) and holds_email`,
    [keys],
  )
  return rows.map((row) => row.key)
}

export interface NewHolder extends ImportedRow {
  readonly foldedName: string
  readonly emailKey: string
}

const statements = {
  account: `insert into account (id, legal_name, folded_name, email, email_key, holds_email,
      email_verified, language, county, saved_at, imported, opened_at)
    select id, name, folded, email, key, true, true, language, county, $8, true, $8
    from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
      as row (id, name, folded, email, key, language, county)`,
  record: `insert into import_record (number, account_id, legal_name, email, email_key, language,
      county, imported_at)
    select number, id, name, email, key, language, county, $8
    from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
      as row (number, id, name, email, key, language, county)`,
  certification: `insert into certification (number, account_id)
    select number, id from unnest($1::text[], $2::uuid[]) as row (number, id)
    on conflict (number) do nothing`,
  words: `insert into search_word (account_id, word, source)
    select id, word, source from unnest($1::uuid[], $2::text[], $3::text[]) as row (id, word, source)`,
  history: `insert into history (account_id, at, filter, code, facts, actor_kind, rule_ids)
    select id, $2, 'status', 'account.imported', '{}', 'system', array['ACC-11']
    from unnest($1::uuid[]) as row (id)`,
}

/** A batch in five statements, whatever its size. */
export async function load(
  client: pg.ClientBase,
  holders: readonly NewHolder[],
  words: readonly { accountId: string; word: string; source: string }[],
  at: Date,
): Promise<void> {
  const column = <Key extends keyof NewHolder>(key: Key) => holders.map((holder) => holder[key])
  const [ids, numbers, names] = [column('accountId'), column('number'), column('legalName')]
  const [emails, keys] = [column('email'), column('emailKey')]
  const [languages, counties] = [column('language'), column('county')]
  const person = [emails, keys, languages, counties, at]
  await client.query(statements.account, [ids, names, column('foldedName'), ...person])
  await client.query(statements.record, [numbers, ids, names, ...person])
  await client.query(statements.certification, [numbers, ids])
  await client.query(statements.words, [
    words.map((word) => word.accountId),
    words.map((word) => word.word),
    words.map((word) => word.source),
  ])
  await client.query(statements.history, [ids, at])
}
