import { randomUUID } from 'node:crypto'
import { type StandIn, standIn } from '@peercert/chassis/stand-in'
import { type TestService, withService } from '@peercert/chassis/testing'
import { events as identityEvents } from '@peercert/contracts/identity'
import { type CardSimulator, startCard } from '@peercert/simulators/card'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { depsOf, partsOf, payments } from '../src/app.ts'
import type { Deps } from '../src/deps.ts'
import { sweepRefunds } from '../src/jobs/sweep-refunds.ts'
import { sweepPayments } from '../src/jobs/sweep-payments.ts'
import { tellDelays } from '../src/jobs/tell-delays.ts'
import { tellUnpaid } from '../src/jobs/tell-unpaid.ts'

export interface Person {
  readonly accountId: string
  readonly subject: string
  readonly token: string
}

export interface PaymentsKit extends TestService {
  deps: Deps
  card: CardSimulator
  applications: StandIn
  identity: StandIn
  /** Moves the machine's clock on; program time stands still. */
  wait(minutes: number): void
  /** One pass of everything that runs in the background. */
  sweep(): Promise<void>
  staff(role: string, subject?: string): Promise<string>
}

const noon = '2026-11-10T20:00:00.000Z'
export const minutes = (count: number) => count * 60_000

export const secrets = { webhook: 'whsec_of_the_tests', name: 'María Núñez' }

/** The service, the real card simulator, and stand-ins for the two services it asks. */
export function withPayments(env: Record<string, string> = {}): PaymentsKit {
  const own = {} as PaymentsKit
  const definition = {
    ...payments,
    build: (context: Parameters<typeof payments.build>[0]) => {
      own.deps = depsOf(context)
      return partsOf(context, own.deps)
    },
  }
  const kit = withService(definition, {
    clock: noon,
    config: async () => {
      own.card = await startCard()
      own.applications = await standIn({ 'POST /standing/renewals': allStand })
      own.identity = await standIn({ 'POST /contacts': contacts })
      return {
        APPLICATIONS_URL: own.applications.url,
        IDENTITY_URL: own.identity.url,
        CARD_API_URL: own.card.url,
        CARD_SCRIPT_URL: own.card.script,
        CARD_SECRET_KEY: own.card.secretKey,
        CARD_PUBLISHABLE_KEY: own.card.publishableKey,
        CARD_WEBHOOK_SECRET: secrets.webhook,
        PROGRAM_PHONE: '1-800-555-0117',
        CARD_TIMEOUT_MS: '800',
        SWEEP_EVERY_MS: '86400000',
        ...env,
      }
    },
  })
  let offset = 0
  beforeAll(() => {
    Object.assign(kit.clock, { machine: () => new Date(Date.now() + offset) })
    own.card.setWebhook({ url: webhookUrl(kit), secret: secrets.webhook })
    Object.assign(kit, own, {
      wait: (count: number) => void (offset += minutes(count)),
      staff: (role: string, subject = `${role}-1`) =>
        kit.token({ realm: 'staff', roles: [role], subject }),
      async sweep() {
        await sweepPayments(own.deps)
        await tellDelays(own.deps)
        await tellUnpaid(own.deps)
        await sweepRefunds(own.deps)
      },
    })
  })
  beforeEach(async () => {
    offset = 0
    kit.clock.moveTo(new Date(noon))
    await fetch(`${own.card.url}/orders`, { method: 'DELETE' })
    own.applications.answer('POST /standing/renewals', allStand)
    own.identity.answer('POST /contacts', contacts)
  })
  afterAll(async () => {
    await own.card.close()
    await own.applications.close()
    await own.identity.close()
  })
  return kit as PaymentsKit
}

export const webhookUrl = (kit: TestService) => `${kit.service.url}/webhooks/card-processor`

interface Checks {
  readonly body: { readonly checks: readonly { readonly feeRequestId: string }[] }
}

export const allStand = ({ body }: Checks) => ({
  status: 200,
  body: { answers: body.checks.map(({ feeRequestId }) => ({ feeRequestId, stands: true })) },
})

export const standsNot =
  (reason: string) =>
  ({ body }: Checks) => ({
    status: 200,
    body: {
      answers: body.checks.map(({ feeRequestId }) => ({ feeRequestId, stands: false, reason })),
    },
  })

const contacts = ({ body }: { readonly body: { readonly accountIds: readonly string[] } }) => ({
  status: 200,
  body: {
    contacts: body.accountIds.map((accountId) => ({
      accountId,
      legalName: secrets.name,
      email: 'maria@example.org',
      language: 'es',
      county: null,
      mailState: 'ok',
    })),
  },
})

/** Somebody whose sign-in identity has linked to an account. */
export async function somebody(kit: PaymentsKit): Promise<Person> {
  const [accountId, subject] = [randomUUID(), randomUUID()]
  const linked = { accountId, realm: 'peers', subject }
  await kit.deliver(identityEvents, 'account.linked', accountId, linked)
  return { accountId, subject, token: await kit.token({ subject }) }
}

/** Midnight after the expiration date 2026-12-31, from when the late fee is due. */
export const expiration = '2027-01-01T08:00:00.000Z'

export interface Owing {
  readonly feeRequestId?: string
  readonly matterId?: string
  readonly lateFrom?: string | null
  readonly lateWaived?: boolean
  readonly lastDays?: readonly string[]
}

/** What applications asks for when a renewal is ready to be paid: the fee, and the late fee from its day on. */
export async function owe(kit: PaymentsKit, person: Person, owing: Owing = {}): Promise<string> {
  const { feeRequestId = randomUUID(), matterId = randomUUID(), lateFrom = expiration } = owing
  const late = lateFrom && {
    feeCode: 'LATE_RENEWAL',
    dueFrom: lateFrom,
    ...(owing.lateWaived && { waiver: { waiverId: randomUUID() } }),
  }
  const reply = await kit.client.put(`/fee-requests/${feeRequestId}`, {
    token: await kit.serviceToken('applications'),
    body: {
      accountId: person.accountId,
      matter: { kind: 'renewal', id: matterId, certificationNumber: 'CMPSS-000318' },
      fees: [{ feeCode: 'RENEWAL', dueFrom: '2026-10-02T07:00:00.000Z' }, ...(late ? [late] : [])],
      ...(owing.lastDays && { lastDays: owing.lastDays }),
    },
  })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return feeRequestId
}

/** What the hosted fields hand to the browser for a card of the processor's test cards. */
export async function cardToken(kit: PaymentsKit, name = 'visa'): Promise<string> {
  const answer = await fetch(`${kit.card.url}/v1/test_helpers/confirmation_tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${kit.card.secretKey}` },
    body: new URLSearchParams({ payment_method: `pm_card_${name}` }),
  })
  return ((await answer.json()) as { id: string }).id
}

export interface Paying {
  readonly shown?: number
  readonly card?: string | null
  readonly voucher?: object
  readonly key?: string
  readonly confirmationToken?: string
}

export async function pay(
  kit: PaymentsKit,
  person: Person,
  feeRequestId: string,
  paying: Paying = {},
) {
  const { shown = 8000, card = 'visa', voucher, key } = paying
  const token = paying.confirmationToken ?? (card && (await cardToken(kit, card)))
  return kit.client.post(`/fee-requests/${feeRequestId}/payments`, {
    token: person.token,
    body: {
      shownTotalCents: shown,
      ...(voucher && { voucher }),
      ...(token && { confirmationToken: token }),
    },
    ...(key !== undefined && { idempotencyKey: key }),
  })
}

export interface Charge {
  readonly id: string
  readonly status: string
  readonly amount: number
  readonly metadata: Record<string, string>
  readonly statement_descriptor_suffix: string
}

/** Every payment the processor has for a fee request, newest first. */
export async function atProcessor(kit: PaymentsKit, feeRequestId: string): Promise<Charge[]> {
  const query = new URLSearchParams({
    query: `metadata['feeRequestId']:'${feeRequestId}'`,
    limit: '100',
  })
  const answer = await fetch(`${kit.card.url}/v1/payment_intents/search?${query}`, {
    headers: { authorization: `Bearer ${kit.card.secretKey}` },
  })
  return ((await answer.json()) as { data: Charge[] }).data
}

export const charged = async (kit: PaymentsKit, feeRequestId: string) =>
  (await atProcessor(kit, feeRequestId)).filter((charge) => charge.status === 'succeeded')

/** A voucher handed out by finance, with the code that only its mail says. */
export async function voucherFor(
  kit: PaymentsKit,
  person: Person,
  wish: { program?: string; feeCode?: string; expiresOn?: string } = {},
) {
  const { program = 'RENEWAL-2026', feeCode = 'RENEWAL', expiresOn } = wish
  const issued = await kit.client.post(`/staff/accounts/${person.accountId}/vouchers`, {
    token: await kit.staff('finance'),
    body: { program, feeCode, reason: 'granted by the county', ...(expiresOn && { expiresOn }) },
  })
  if (issued.status !== 201) throw new Error(JSON.stringify(issued.body))
  const { body } = await kit.client.post('/voucher-codes', {
    token: await kit.serviceToken('notifications'),
    body: { voucherIds: [issued.body.voucherId] },
  })
  return { ...issued.body, code: body.codes[0].code as string } as {
    voucherId: string
    number: string
    expiresOn: string
    code: string
  }
}

/** What was said about one account, by type. */
export async function said(kit: PaymentsKit, person: Person, type?: string) {
  return (await kit.published(type)).filter((event) => event.key === person.accountId)
}

export async function paymentsOf(kit: PaymentsKit, feeRequestId: string) {
  return kit.deps.db.payment.findMany({ where: { feeRequestId }, orderBy: { receivedAt: 'asc' } })
}
