import type { FastifyReply, FastifyRequest } from 'fastify'
import { TransientError } from '@peercert/chassis/transient'
import { servicesFor } from '../client/services.ts'
import type { Deps } from '../deps.ts'
import { shortName } from '../rules/person-name.ts'
import { longestMs } from '../rules/session-life.ts'
import * as sessions from '../store/sessions.ts'
import { confirmIfChanged } from './email-proof.ts'
import type { Grant, RealmName } from './realms.ts'
import { hashOf } from './seal.ts'
import { freshUntil } from './tokens.ts'

/** Signed in, but no one we may let in: a role is missing, or identity refuses the token. */
export class SignInUnwelcome extends Error {}

export interface Who {
  readonly accountId: string | null
  readonly name: string
  readonly email: string
  readonly joinedNumber: string | null
}

const staffRoles = ['reviewer', 'finance', 'admin']

/** Identity says whose account this sign-in is; staff get their name recorded for histories. */
export async function signedIn(deps: Deps, realm: RealmName, grant: Grant): Promise<Who> {
  const { identity } = servicesFor(deps.urls, grant.accessToken)
  const body = { idToken: grant.idToken }
  if (realm === 'staff') {
    if (!grant.roles.some((role) => staffRoles.includes(role))) throw new SignInUnwelcome('no role')
    const { data, response } = await identity.POST('/staff/sign-ins', { body })
    if (!data) return unwelcome(response)
    return { accountId: null, name: data.name, email: grant.email ?? '', joinedNumber: null }
  }
  const { data, response } = await identity.POST('/sign-ins', { body })
  if (!data) return unwelcome(response)
  const { accountId, legalName, joined, certificationNumber } = data
  return {
    accountId,
    name: shortName(legalName),
    email: (await confirmIfChanged(deps, grant)) ?? data.email,
    joinedNumber: joined ? certificationNumber : null,
  }
}

function unwelcome({ status }: Response): never {
  if (status === 401 || status === 403 || status === 409 || status === 422)
    throw new SignInUnwelcome(`identity answers ${status}`)
  throw new TransientError(`identity answers ${status}`)
}

export interface Opening {
  readonly realm: RealmName
  readonly grant: Grant
  readonly who: Who
}

/** Under a new id, and the browser's earlier session ends: nothing of before lives on (T-13). */
export async function openSession(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  { realm, grant, who }: Opening,
): Promise<void> {
  const before = deps.browsers.knownId(request)
  const idHash = hashOf(deps.browsers.renewId(request, reply))
  const now = deps.clock.machine()
  const { accessToken, refreshToken, idToken, accessUntil } = grant
  const secrets = { accessToken, refreshToken, idToken, name: who.name, email: who.email }
  await deps.db.$transaction(async (tx) => {
    if (before) await sessions.end(tx, hashOf(before))
    await sessions.create(tx, {
      idHash,
      kind: realm === 'staff' ? 'staff' : 'person',
      subject: grant.subject,
      accountId: who.accountId,
      sid: grant.sid,
      roles: [...grant.roles],
      method: grant.method,
      joinedNumber: who.joinedNumber,
      sealed: deps.seal.close(secrets, idHash),
      accessUntil,
      freshUntil: freshUntil(accessUntil, now),
      createdAt: now,
      touchedAt: now,
      endsAt: new Date(now.getTime() + longestMs),
    })
  })
  deps.browsers.forget(request)
}
