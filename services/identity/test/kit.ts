import { eventually } from '@peercert/chassis/eventually'
import { type TestIssuer, testIssuer } from '@peercert/chassis/test-issuer'
import { type TestService, withService } from '@peercert/chassis/testing'
import { afterAll, beforeAll } from 'vitest'
import { identity } from '../src/app.ts'

export interface SignInClaims {
  readonly subject: string
  readonly name?: string
  readonly email: string
  readonly emailVerified?: boolean
  /** More claims, or other ones, for tokens that are not good. */
  readonly claims?: Record<string, unknown>
}

export interface IdentityKit {
  readonly kit: TestService
  issuer(): TestIssuer
  peer(subject: string): Promise<string>
  staff(subject: string, ...roles: string[]): Promise<string>
  service(name: string): Promise<string>
  idToken(person: SignInClaims): Promise<string>
  /** POST /sign-ins as the portal does it. */
  signIn(person: SignInClaims): ReturnType<TestService['client']['post']>
  importHolders(...rows: Partial<HolderRow>[]): Promise<Outcome[]>
}

export interface HolderRow {
  readonly number: string
  readonly legalName: string
  readonly email: string
  readonly language: string
  readonly county: string
}

export interface Outcome {
  readonly number: string
  readonly outcome: string
  readonly accountId: string
  readonly field?: string
  readonly reason?: string
}

let next = 1_000

/** A holder that no other test of the file knows. */
export function aHolder(row: Partial<HolderRow> = {}): HolderRow {
  next += 1
  return {
    number: `CMPSS-${String(next).padStart(6, '0')}`,
    legalName: `Marisol Vega ${next}`,
    email: `marisol-${next}@example.org`,
    language: 'es',
    county: 'Sacramento',
    ...row,
  }
}

/** The service with realms of its own, so that ID tokens, good and forged, can be made. */
export function withIdentity(): IdentityKit {
  let realms: TestIssuer | undefined
  const issuer = () => {
    if (!realms) throw new Error('the realms are not up yet')
    return realms
  }
  const kit = withService(identity, {
    config: async () => {
      realms = await testIssuer('identity')
      return {
        PEERS_ISSUER: realms.peers,
        STAFF_ISSUER: realms.staff,
        PORTAL_CLIENT_ID: 'portal',
        APPLICATIONS_URL: 'http://127.0.0.1:1',
        NOTIFICATIONS_URL: 'http://127.0.0.1:1',
      }
    },
  })
  afterAll(() => realms?.close())

  const token = (realm: 'peers' | 'staff', subject: string, roles: string[]) =>
    issuer().sign(realm, { sub: subject, azp: 'portal', sid: 's', realm_access: { roles } })
  const self: IdentityKit = {
    kit,
    issuer,
    peer: (subject) => token('peers', subject, ['peer']),
    staff: (subject, ...roles) => token('staff', subject, roles),
    service: (name) =>
      issuer().sign('peers', {
        sub: `service-${name}`,
        azp: name,
        preferred_username: `service-account-${name}`,
        realm_access: { roles: ['service'] },
      }),
    idToken: ({ subject, name = 'Marisol Vega', email, emailVerified = true, claims = {} }) =>
      issuer().sign('peers', {
        sub: subject,
        aud: 'portal',
        azp: 'portal',
        typ: 'ID',
        name,
        email,
        email_verified: emailVerified,
        ...claims,
      }),
    async signIn(person) {
      const body = { idToken: await self.idToken(person) }
      return kit.client.post('/sign-ins', { token: await self.peer(person.subject), body })
    },
    async importHolders(...rows) {
      const reply = await kit.client.post('/imports/accounts', {
        token: await self.service('importer'),
        body: { dryRun: false, rows: rows.map(aHolder) },
      })
      return reply.body.outcomes as Outcome[]
    },
  }
  // A machine under load may need longer for the first look at the keys than a caller waits.
  beforeAll(async () => {
    const answered = async () => {
      const replies = await Promise.all(
        [await self.peer('warm'), await self.staff('warm', 'reviewer')].map((warm) =>
          kit.client.post('/staff/names', { token: warm, body: { subjects: [] } }),
        ),
      )
      return replies.every((reply) => reply.status !== 503) || undefined
    }
    await eventually(answered, 'the keys of both realms')
  })
  return self
}
