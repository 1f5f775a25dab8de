import type { Routes } from '../deps.ts'
import { list } from '../store/contact.ts'

/** The one place where other services learn a name or an address, at the moment of use. */
export const contactRoutes: Pick<Routes, 'getContacts'> = {
  async getContacts({ body }, { pool }) {
    return { status: 200, body: { contacts: await list(pool, body.accountIds) } }
  },
}
