import { operationsOf } from '@peercert/chassis/operations'
import { api as applications } from '@peercert/contracts/applications'
import { api as identity } from '@peercert/contracts/identity'
import { api as notifications } from '@peercert/contracts/notifications'
import { api as payments } from '@peercert/contracts/payments'
import type { ServiceName } from './services.ts'

export type PassedOn = 'anonymous' | 'person' | 'staff'

/** An operation that browsers may reach through us. */
export interface Passage {
  readonly service: ServiceName
  readonly id: string
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  /** As the service knows it, with :parameters. */
  readonly path: string
  readonly kinds: ReadonlySet<PassedOn>
  /** Open to all, whoever asks: no token goes along. */
  readonly open: boolean
}

/** Tokens never reach a browser, so these are the portal's own to call. */
const ownCalls = new Set(['signIn', 'signInStaff', 'confirmEmailChange'])
const outside = new Set(['peer', 'employer', 'provider'])

const documents = { identity, applications, payments, notifications }

/** Built from the contracts: what they do not open to people does not exist here. */
export function passages(): Passage[] {
  return (Object.keys(documents) as ServiceName[]).flatMap((service) =>
    operationsOf(documents[service])
      .map(({ id, method, path, roles }) => ({
        service,
        id,
        method,
        path,
        kinds: kindsOf(roles),
        open: roles.length === 1 && roles[0] === 'anyone',
      }))
      .filter(({ id, kinds }) => kinds.size > 0 && !ownCalls.has(id)),
  )
}

function kindsOf(roles: readonly string[]): ReadonlySet<PassedOn> {
  if (roles.includes('anyone')) return new Set<PassedOn>(['anonymous', 'person', 'staff'])
  const people = roles.filter((role) => !role.startsWith('service:'))
  const kinds = people.map((role): PassedOn => (outside.has(role) ? 'person' : 'staff'))
  return new Set(kinds)
}
