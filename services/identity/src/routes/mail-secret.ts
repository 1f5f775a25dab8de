import type { Routes } from '../deps.ts'
import * as codes from '../store/code.ts'
import * as changes from '../store/email-change.ts'

/** What a mail says and no event may carry; notifications asks at the moment of sending. */
export const mailSecretRoutes: Pick<Routes, 'getMailSecrets'> = {
  async getMailSecrets({ body: { ids } }, deps) {
    const standing = await codes.standing(deps.db, ids, deps.clock.machine())
    const told = await changes.done(deps.db, ids)
    const secrets = [
      ...standing.flatMap(({ id, sealed, email }) =>
        sealed ? [{ id, code: deps.codes.open(id, sealed), ...(email && { email }) }] : [],
      ),
      ...told.map(({ id, oldEmail }) => ({ id, email: oldEmail })),
    ]
    return { status: 200, body: { secrets } }
  },
}
