import type { components } from '@peercert/contracts/applications'
import type { Deps, Routes } from '../deps.ts'
import { refuse } from '../problems.ts'
import { numbersOn } from '../program.ts'
import { fold } from '../rules/name.ts'
import { numberIn } from '../rules/number.ts'
import { isListed, registryStatusOf, statusOn } from '../rules/status.ts'
import { findByCode, findByNumber, type Held } from '../store/certifications.ts'
import { searchByLastName } from '../store/registry.ts'

type Entry = components['schemas']['RegistryEntry']

/** One more than is shown, to know whether there are more. */
const most = 50

export const registryRoutes: Pick<Routes, 'verify' | 'searchRegistry'> = {
  async verify({ params }, deps) {
    const held = await findByCode(deps.db, params.code)
    const entry = held && entryOf(held, deps)
    if (!entry) throw refuse('not-found')
    // Under a certificate's link stands what is printed on it, and the status; not the county.
    const { county: _hidden, ...shown } = entry
    return { status: 200, body: shown, headers: { 'cache-control': 'no-store' } }
  },

  async searchRegistry({ body }, deps) {
    if (body.number === undefined && body.lastName === undefined) throw refuse('bad-request')
    const found =
      body.number === undefined ? await byName(body, deps) : await byNumber(body.number, deps)
    const entries = found.slice(0, most).flatMap((held) => entryOf(held, deps) ?? [])
    return { status: 200, body: { entries, more: found.length > most } }
  },
}

async function byNumber(text: string, { db }: Deps): Promise<Held[]> {
  const number = numberIn(text)
  const held = number === null ? null : await findByNumber(db, number)
  return held ? [held] : []
}

type NameQuery = { lastName?: string; firstName?: string; county?: string }

async function byName({ lastName, firstName, county }: NameQuery, { db }: Deps): Promise<Held[]> {
  const folded = fold(lastName ?? '')
  // At least two letters that count (REG-2): accents and signs are gone by now.
  if (folded.length < 2) return []
  return searchByLastName(db, {
    lastName: folded,
    firstName: fold(firstName ?? ''),
    county: county?.trim() || null,
    limit: most + 1,
  })
}

/** What anybody may see (REG-3), as of this moment (REG-5); nothing once it is no longer listed (REG-6). */
function entryOf(held: Held, { clock }: Deps): Entry | null {
  const day = clock.today()
  const numbers = numbersOn(day)
  if (!isListed(held, day, numbers)) return null
  return {
    name: held.certifiedName,
    number: held.number,
    status: registryStatusOf(statusOn(held, day, numbers)),
    firstIssuedOn: held.firstIssuedOn,
    expiresOn: held.expiresOn,
    county: held.county,
    checkedAt: clock.now().toISOString(),
  }
}
