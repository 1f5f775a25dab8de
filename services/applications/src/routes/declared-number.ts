import type { Routes } from '../deps.ts'
import { declare, listDeclared } from '../store/reviews.ts'

export const declaredNumberRoutes: Pick<Routes, 'getDeclaredNumbers' | 'setDeclaredNumbers'> = {
  async getDeclaredNumbers({ caller }, { db }) {
    return { status: 200, body: { numbers: await listDeclared(db, caller.subject) } }
  },

  async setDeclaredNumbers({ caller, body }, { db }) {
    const numbers = await db.$transaction(async (tx) => {
      await declare(tx, caller.subject, body.numbers)
      return listDeclared(tx, caller.subject)
    })
    return { status: 200, body: { numbers } }
  },
}
