import type { FastifyRequest } from 'fastify'
import { Problem } from '@peercert/chassis/problem'
import { type Services, type ServiceName, servicesFor } from '../client/services.ts'
import type { Deps, Routes } from '../deps.ts'
import {
  type CertificationRow,
  exactAccount,
  foundRow,
  type Hit,
  type Hits,
  type PersonRow,
  rankHits,
} from '../rules/found-rows.ts'
import { numberIn, referenceIn } from '../rules/search-text.ts'
import * as references from '../store/references.ts'
import { gather } from './gathering.ts'

/** More than fit on a screen; whoever sees so many types another letter. */
const most = 50

export const deskSearchRoutes: Pick<Routes, 'searchDesk'> = {
  async searchDesk({ body: { text }, request }, deps) {
    const services = await asStaff(request, deps)
    const typed = referenceIn(text)
    const [{ found, missing }, seen] = await Promise.all([
      gather({
        identity: services.identity.POST('/staff/people/search', { body: { text } }),
        applications: services.applications.POST('/staff/certifications/search', {
          body: { text },
        }),
        payments: services.payments.POST('/staff/payments/search', { body: short(text) }),
      }),
      typed ? references.find(deps.db, typed) : null,
    ])
    const hits: Hits = {
      number: numberIn(text),
      people: found.identity?.people ?? [],
      certifications: found.applications?.certifications ?? [],
      payments: found.payments?.matches ?? [],
      reference: seen,
    }
    const ranked = rankHits(hits).slice(0, most)
    const rest = await complete(services, ranked, hits)
    const silent = new Set<ServiceName>([...missing, ...rest.missing])
    return {
      status: 200,
      body: {
        rows: ranked.map((hit) =>
          foundRow(hit, rest.people.get(hit.accountId), rest.certifications.get(hit.accountId)),
        ),
        exact: exactAccount(hits),
        reference: seen && { ...seen, at: seen.at.toISOString() },
        missing: [...silent],
      },
    }
  },
}

/** Services asked in the name of the member of staff, so that each applies its own roles. */
export async function asStaff(request: FastifyRequest, deps: Deps): Promise<Services> {
  const session = await deps.browsers.sessionOf(request)
  if (session?.kind !== 'staff') throw new Problem('unauthenticated')
  const { private: held } = await deps.tokens.fresh(session)
  return servicesFor(deps.urls, held.accessToken)
}

const short = (text: string) => ({ text: text.slice(0, 100) })

/** Each source found some of the people; the others are asked about the rest. */
async function complete(services: Services, ranked: readonly Hit[], hits: Hits) {
  const people = new Map<string, PersonRow>(hits.people.map((row) => [row.accountId, row]))
  const certifications = new Map<string, CertificationRow>(
    hits.certifications.map((row) => [row.accountId, row]),
  )
  const ids = ranked.map((hit) => hit.accountId)
  const unknown = ids.filter((id) => !people.has(id))
  const without = ids.filter((id) => !certifications.has(id))
  const { found, missing } = await gather({
    ...(unknown.length > 0 && {
      identity: services.identity.POST('/staff/people/search', { body: { accountIds: unknown } }),
    }),
    ...(without.length > 0 && {
      applications: services.applications.POST('/staff/certifications/search', {
        body: { accountIds: without },
      }),
    }),
  })
  for (const row of found.identity?.people ?? []) people.set(row.accountId, row)
  for (const row of found.applications?.certifications ?? []) certifications.set(row.accountId, row)
  return { people, certifications, missing }
}
