import pg from 'pg'

export interface DatabaseOptions {
  readonly name: string
  readonly user: string
  readonly password: string
  /** Copied from this database when given. */
  readonly template?: string
}

/** A database and its own user, made when missing; nobody else may connect. Answers its URL. */
export async function createDatabase(adminUrl: string, options: DatabaseOptions): Promise<string> {
  const { name, user, password, template } = options
  const [database, role, secret] = [
    pg.escapeIdentifier(name),
    pg.escapeIdentifier(user),
    pg.escapeLiteral(password),
  ]
  await asAdmin(adminUrl, async (client) => {
    const roles = await client.query('select 1 from pg_roles where rolname = $1', [user])
    const verb = roles.rowCount ? 'alter' : 'create'
    await client.query(`${verb} role ${role} with login password ${secret}`)
    const existing = await client.query('select 1 from pg_database where datname = $1', [name])
    if (existing.rowCount) return
    const from = template ? `template ${pg.escapeIdentifier(template)}` : ''
    await client.query(`create database ${database} owner ${role} ${from}`)
    await client.query(`revoke connect on database ${database} from public`)
  })
  return urlOf(adminUrl, { name, user, password })
}

/** A user who reads every table of these databases and writes nowhere. */
export async function createReader(
  adminUrl: string,
  options: { user: string; password: string; databases: readonly string[] },
): Promise<void> {
  const [role, secret] = [pg.escapeIdentifier(options.user), pg.escapeLiteral(options.password)]
  await asAdmin(adminUrl, async (client) => {
    const roles = await client.query('select 1 from pg_roles where rolname = $1', [options.user])
    const verb = roles.rowCount ? 'alter' : 'create'
    await client.query(`${verb} role ${role} with login password ${secret}`)
    await client.query(`alter role ${role} set default_transaction_read_only = on`)
    await client.query(`grant pg_read_all_data to ${role}`)
    for (const name of options.databases)
      await client.query(`grant connect on database ${pg.escapeIdentifier(name)} to ${role}`)
  })
}

export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await asAdmin(adminUrl, (client) =>
    client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  )
}

export async function asAdmin<T>(
  adminUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export function urlOf(
  adminUrl: string,
  { name, user, password }: { name: string; user: string; password: string },
): string {
  const url = new URL(adminUrl)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password)
  url.pathname = `/${name}`
  return url.href
}
