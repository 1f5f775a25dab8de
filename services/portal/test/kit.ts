import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { type StandIn, standIn } from '@peercert/chassis/stand-in'
import { type TestService, withService } from '@peercert/chassis/testing'
import { portal } from '../src/app.ts'
import { type IdentityProvider, identityProvider, type Person } from './identity-provider.ts'

export const origin = 'http://127.0.0.1:4000'

export type ServiceName = 'identity' | 'applications' | 'payments' | 'notifications'

export interface Whole {
  readonly portal: TestService
  readonly signIn: IdentityProvider
  readonly services: Readonly<Record<ServiceName, StandIn>>
  /** accountId of a subject, as identity would answer it. */
  readonly accounts: Map<string, string>
}

export const marisol: Person = {
  subject: 'subject-marisol',
  email: 'marisol@example.org',
  name: 'Marisol Vega',
  roles: ['peer'],
}
export const rosa: Person = {
  subject: 'subject-rosa',
  email: 'rosa@example.org',
  name: 'Rosa Lee',
  roles: ['peer'],
}
export const dana: Person = {
  subject: 'subject-dana',
  email: 'dana@program.example',
  name: 'Dana Reyes',
  roles: ['reviewer'],
}

export interface WholeOptions {
  readonly publicUrl?: string
  readonly env?: Record<string, string>
}

/** The portal on a real database; the sign-in server and the services are small ones at the network's edge. */
export function withPortal(options: WholeOptions = {}): Whole {
  const whole = { accounts: new Map<string, string>() } as {
    -readonly [Key in keyof Whole]: Whole[Key]
  }
  beforeAll(async () => {
    whole.signIn = await identityProvider()
    const started = await Promise.all(
      ['identity', 'applications', 'payments', 'notifications'].map(() => standIn({})),
    )
    const [identity, applications, payments, notifications] = started as [
      StandIn,
      StandIn,
      StandIn,
      StandIn,
    ]
    whole.services = { identity, applications, payments, notifications }
    answerAsIdentity(whole as Whole)
    payments.answer('GET /pay-box', () => ({
      status: 200,
      body: { scriptUrl: 'http://127.0.0.1:9/v3', publishableKey: 'pk', cardsWork: true },
    }))
  })
  whole.portal = withService(portal, {
    config: () => ({
      PUBLIC_URL: options.publicUrl ?? origin,
      PEERS_ISSUER: `${whole.signIn.url}/realms/peers`,
      STAFF_ISSUER: `${whole.signIn.url}/realms/staff`,
      PORTAL_CLIENT_ID: 'portal',
      PORTAL_CLIENT_SECRET: 'portal-secret',
      SESSION_SECRET: 'a secret of at least thirty-two characters',
      IDENTITY_URL: whole.services.identity.url,
      APPLICATIONS_URL: whole.services.applications.url,
      PAYMENTS_URL: whole.services.payments.url,
      NOTIFICATIONS_URL: whole.services.notifications.url,
      CARD_SCRIPT_URL: 'http://cards.example:4100/v3/',
      PROGRAM_PHONE: '1-800-555-0117',
      PROGRAM_SITE: 'renew.example',
      PROGRAM_HOURS: 'Monday to Friday',
      PROGRAM_HOURS_ES: 'de lunes a viernes',
      ...options.env,
    }),
  })
  afterAll(async () => {
    await whole.signIn.close()
    for (const service of Object.values(whole.services)) await service.close()
  })
  return whole as Whole
}

function answerAsIdentity({ services, accounts }: Whole): void {
  const claims = (token: string) =>
    JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      sub: string
      email: string
      name: string
    }
  services.identity.answer('POST /sign-ins', ({ body }) => {
    const { sub, email, name } = claims(body.idToken)
    const accountId = accounts.get(sub) ?? randomUUID()
    accounts.set(sub, accountId)
    const rest = { joined: false, certificationNumber: null, language: 'en', mailState: 'ok' }
    return { status: 200, body: { accountId, legalName: name, email, ...rest } }
  })
  services.identity.answer('POST /staff/sign-ins', ({ body }) => {
    const { sub, name } = claims(body.idToken)
    return { status: 200, body: { subject: sub, name } }
  })
}
