import { findHolderOf, type Holder } from '../actions/load-holder.ts'
import { showCertification, standingOfHolder } from '../actions/show-certification.ts'
import type { Deps, Routes } from '../deps.ts'
import { recordVisit } from '../store/visits.ts'

export const certificationRoutes: Pick<Routes, 'getMyCertification'> = {
  async getMyCertification({ caller }, deps) {
    const { accountId, holder } = await findHolderOf(deps.db, caller.subject, deps.clock)
    if (!holder) return { status: 200, body: { accountId, certification: null } }
    await rememberLastDay(holder, deps)
    const certification = await showCertification(deps.db, holder, deps.portalUrl)
    return { status: 200, body: { accountId, certification } }
  },
}

/** Whoever was here on the last day may ask that the late fee be waived when our payments failed (section 6). */
async function rememberLastDay(holder: Holder, { db }: Deps): Promise<void> {
  const { held, now } = holder
  if (standingOfHolder(holder).minutesLeft === null) return
  await recordVisit(db, { certificationId: held.id, term: held.term, at: now })
}
