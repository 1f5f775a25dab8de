/** A database and a user of its own for each service and for the sign-in, on a server that has none yet. */
import { asAdmin, createDatabase } from '@peercert/postgres/databases'

interface Owner {
  readonly name: string
  readonly password: string
}

const { ADMIN_URL = '', DATABASES = '[]' } = process.env
for (const { name, password } of JSON.parse(DATABASES) as Owner[]) {
  await createDatabase(ADMIN_URL, { name, user: name, password })
  console.log(`${name} has its database`)
}
await asAdmin(ADMIN_URL, (client) =>
  client.query('revoke connect on database postgres, template1 from public'),
)
