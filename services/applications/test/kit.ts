import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { at, civilDate } from '@peercert/chassis/civil-date'
import { type StandIn, standIn } from '@peercert/chassis/stand-in'
import { type TestService, withService } from '@peercert/chassis/testing'
import type { components } from '@peercert/contracts/applications'
import { events as identityEvents } from '@peercert/contracts/identity'
import {
  type components as paymentComponents,
  events as paymentsEvents,
} from '@peercert/contracts/payments'
import { afterAll, beforeAll, expect } from 'vitest'
import { applications } from '../src/app.ts'

type Schemas = components['schemas']
type FeeRequest = paymentComponents['schemas']['FeeRequestInput']

export interface Person {
  readonly accountId: string
  readonly number: string
  readonly name: string
  readonly subject: string
  readonly token: string
}

export interface Imported {
  readonly number?: string
  readonly accountId?: string
  readonly legalName?: string
  readonly issuedOn?: string
  readonly expiresOn?: string
  readonly status?: string
  readonly county?: string
}

/** What payments was told, and what it answers. */
export interface PaymentsFake {
  readonly url: string
  readonly requests: { id: string; body: FeeRequest }[]
  status: number
  close(): Promise<void>
}

export interface ApplicationsKit extends TestService {
  readonly payments: PaymentsFake
  readonly identity: StandIn
  /** Program time, on the clocks of California: 'YYYY-MM-DD HH:MM'. */
  goTo(pacific: string): void
  /** A certification as imported, its sign-in linked. */
  holder(row?: Imported): Promise<Person>
  importRows(rows: readonly object[], dryRun?: boolean): Promise<Schemas['ImportOutcome'][]>
  staff(role: string, subject?: string): Promise<string>
  /** The form filled in, read, signed and checked out; answers the renewal and its fee request. */
  ready(person: Person): Promise<{ renewalId: string; feeRequestId: string }>
  sign(person: Person, change?: object): ReturnType<TestService['client']['post']>
  certification(person: Person): Promise<Schemas['Certification']>
  renewal(person: Person): Promise<Schemas['MyRenewal']>
  history(person: Person): Promise<Schemas['HistoryLine'][]>
}

export const contacts = new Map<string, { legalName: string; county: string | null }>()

/** The service with stand-ins for the two it talks to. */
export function withApplications(clock = '2026-11-06T20:00:00Z'): ApplicationsKit {
  const own = {} as { payments: PaymentsFake; identity: StandIn }
  const kit = withService(applications, {
    clock,
    config: async () => {
      own.payments = await paymentsFake()
      own.identity = await standIn({ 'POST /contacts': ({ body }) => answerContacts(body) })
      return {
        PAYMENTS_URL: own.payments.url,
        IDENTITY_URL: own.identity.url,
        PORTAL_URL: 'https://verify.example.org',
      }
    },
  })
  beforeAll(() => {
    Object.assign(kit, own, helpers(kit as ApplicationsKit))
  })
  afterAll(async () => {
    await own.payments?.close()
    await own.identity?.close()
  })
  return kit as ApplicationsKit
}

function helpers(kit: ApplicationsKit): Partial<ApplicationsKit> {
  return {
    goTo: (pacific) => kit.clock.moveTo(instant(pacific)),
    holder: (row = {}) => holder(kit, row),
    importRows: (rows, dryRun = false) => importRows(kit, rows, dryRun),
    staff: (role, subject = `${role}-1`) => kit.token({ realm: 'staff', roles: [role], subject }),
    ready: (person) => ready(kit, person),
    sign: (person, change = {}) => sign(kit, person, change),
    certification: async ({ token }) =>
      (await kit.client.get('/me/certification', { token })).body.certification,
    renewal: async ({ token }) => (await kit.client.get('/me/renewal', { token })).body,
    history: async ({ accountId }) => {
      const token = await kit.staff('reviewer')
      return (await kit.client.get(`/staff/accounts/${accountId}/history`, { token })).body.lines
    },
  }
}

/** 'YYYY-MM-DD HH:MM' or with seconds, as the clocks of California show it. */
export function instant(pacific: string): Date {
  const [day = '', time = '00:00'] = pacific.split(' ')
  const [hour = 0, minute = 0, second = 0] = time.split(':').map(Number)
  return new Date(at(civilDate(day), hour, minute).getTime() + second * 1_000)
}

let last = 1_000

export function anotherNumber(): string {
  last += 1
  return `CMPSS-${String(last).padStart(6, '0')}`
}

export function rowOf(row: Imported = {}) {
  return {
    number: row.number ?? anotherNumber(),
    accountId: row.accountId ?? randomUUID(),
    legalName: row.legalName ?? 'Marisol Vega',
    issuedOn: row.issuedOn ?? '2024-12-31',
    expiresOn: row.expiresOn ?? '2026-12-31',
    status: row.status ?? 'ACTIVE',
    county: row.county ?? 'Yolo',
  }
}

async function holder(kit: ApplicationsKit, given: Imported): Promise<Person> {
  const row = rowOf(given)
  const [outcome] = await importRows(kit, [row], false)
  expect(outcome).toMatchObject({ outcome: 'loaded' })
  const { accountId, number, legalName: name } = row
  contacts.set(accountId, { legalName: name, county: row.county })
  const subject = `subject-of-${number}`
  const linked = { accountId, realm: 'peers', subject }
  await kit.deliver(identityEvents, 'account.linked', accountId, linked)
  return { accountId, number, name, subject, token: await kit.token({ subject }) }
}

async function importRows(kit: ApplicationsKit, rows: readonly object[], dryRun: boolean) {
  const token = await kit.serviceToken('importer')
  const reply = await kit.client.post('/imports/certifications', { token, body: { dryRun, rows } })
  expect(reply.status).toBe(200)
  return reply.body.outcomes
}

export const allBoxes = { ethics: true, hours: true, records: true, truth: true }

async function sign(kit: ApplicationsKit, person: Person, change: object) {
  const { body: mine } = await kit.client.get('/me/renewal', { token: person.token })
  const late = mine.information.late
  const code = await kit.client.get('/program/texts/code-of-ethics', { query: { language: 'es' } })
  const body = {
    signatureName: person.name,
    boxes: { ...allBoxes, ...(late && { late: true }) },
    codeVersion: code.body.version,
    attestationVersion: '1',
    language: 'es',
    ...change,
  }
  return kit.client.post('/me/renewal/signature', { token: person.token, body })
}

async function ready(kit: ApplicationsKit, person: Person) {
  const { token } = person
  const started = await kit.client.post('/me/renewal', { token })
  expect(started.status).toBe(200)
  const { renewalId, version } = started.body
  const change = { version, informationReviewed: true, codeRead: { version: '2', language: 'es' } }
  expect((await kit.client.patch('/me/renewal', { token, body: change })).status).toBe(200)
  expect((await sign(kit, person, {})).status).toBe(200)
  const checkedOut = await kit.client.post('/me/renewal/checkout', { token, body: {} })
  expect(checkedOut.status).toBe(200)
  return { renewalId, feeRequestId: checkedOut.body.feeRequestId as string }
}

export interface Paid {
  readonly renewalId: string
  readonly feeRequestId: string
  /** The instant of the second Pay, on the clocks of California. */
  readonly at: string
  readonly late?: boolean
  readonly paymentId?: string
  readonly waived?: boolean
}

export function paymentOf(person: Person, paid: Paid) {
  const line = { feeCode: 'RENEWAL', amountCents: 8000, settledBy: 'card' }
  const settledBy = paid.waived ? 'waiver' : 'card'
  const late = { feeCode: 'LATE_RENEWAL', amountCents: 8000, settledBy }
  return {
    paymentId: paid.paymentId ?? randomUUID(),
    feeRequestId: paid.feeRequestId,
    accountId: person.accountId,
    matterKind: 'renewal',
    matterId: paid.renewalId,
    certificationNumber: person.number,
    stampedAt: instant(paid.at).toISOString(),
    paidOn: paid.at.slice(0, 10),
    lines: paid.late ? [line, late] : [line],
    totalCents: paid.late && !paid.waived ? 16_000 : 8_000,
    cardLast4: '4242',
    receiptId: randomUUID(),
    receiptNumber: 'R-2026-004417',
  }
}

export async function pay(kit: ApplicationsKit, person: Person, paid: Paid): Promise<string> {
  const data = paymentOf(person, paid)
  const outcome = await kit.deliver(paymentsEvents, 'payment.completed', person.accountId, data)
  expect(outcome).toBe('handled')
  return data.paymentId
}

/** Somebody whose late renewal lies with the staff: expired 2026-12-31, paid 2027-03-01. */
export async function lateInReview(kit: ApplicationsKit, row: Imported = {}) {
  kit.goTo('2027-03-01 10:00')
  const person = await kit.holder(row)
  const paid = await kit.ready(person)
  await pay(kit, person, { ...paid, at: '2027-03-01 10:05', late: true })
  return { person, ...paid }
}

const refusals: Record<number, string> = { 409: 'fee-request-settled', 500: 'internal-error' }

async function paymentsFake(): Promise<PaymentsFake> {
  const requests: PaymentsFake['requests'] = []
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const id = incoming.url?.split('/').at(-1) ?? ''
    requests.push({ id, body: JSON.parse(Buffer.concat(chunks).toString()) as FeeRequest })
    const good = fake.status === 200
    const type = good ? 'application/json' : 'application/problem+json'
    outgoing.writeHead(fake.status, { 'content-type': type })
    outgoing.end(JSON.stringify(good ? { feeRequestId: id } : { type: refusals[fake.status] }))
  }
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const fake: PaymentsFake = {
    url: `http://127.0.0.1:${port}`,
    requests,
    status: 200,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return fake
}

function answerContacts({ accountIds }: { accountIds: string[] }) {
  const found = accountIds.flatMap((accountId) => {
    const contact = contacts.get(accountId)
    const email = 'marisol@example.org'
    return contact ? [{ accountId, ...contact, email, language: 'es', mailState: 'ok' }] : []
  })
  return { status: 200, body: { contacts: found } }
}
