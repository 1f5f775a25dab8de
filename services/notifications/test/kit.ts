import { randomUUID } from 'node:crypto'
import { type StandIn, standIn } from '@peercert/chassis/stand-in'
import { type TestService, withService } from '@peercert/chassis/testing'
import { events as applicationsEvents } from '@peercert/contracts/applications'
import { events as identityEvents } from '@peercert/contracts/identity'
import { events as paymentsEvents } from '@peercert/contracts/payments'
import PostalMime from 'postal-mime'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { notifications } from '../src/app.ts'
import { scriptedServer, type ScriptedServer, type Taken } from './scripted-server.ts'

export const portal = 'https://certification.example'
export const phone = '1-800-555-0100'
export const secrets = {
  unsubscribe: 'unsubscribe-secret-of-tests',
  bounce: 'bounce-secret-of-the-tests',
}

export interface Person {
  readonly accountId: string
  readonly certificationId: string
  readonly number: string
  legalName: string
  email: string
  language: 'en' | 'es'
  county: string
  mailState: 'ok' | 'bounced'
}

export interface World {
  readonly kit: TestService
  readonly mail: ScriptedServer
  readonly people: Map<string, Person>
  readonly secrets: Map<string, { code?: string; email?: string }>
  readonly vouchers: Map<string, string>
  /** What applications answers about a reminder. */
  standing: (question: { certificationId: string; term: number; kind: string }) => {
    stands: boolean
    drafted: boolean
  }
  readonly identity: StandIn
  readonly applications: StandIn
  readonly payments: StandIn
  person(change?: Partial<Person>): Person
  /** A person who has signed in, and their token. */
  signedIn(change?: Partial<Person>): Promise<{ person: Person; token: string }>
  /** Mails that the server took for this address, in order. */
  mailsTo(address: string): Promise<ParsedMail[]>
  fromApplications(type: string, accountId: string, data: object): Promise<string>
  fromPayments(type: string, accountId: string, data: object): Promise<string>
  fromIdentity(type: string, accountId: string, data: object): Promise<string>
  /** The fact that a reminder's day has come, for Dec 31, 2026. */
  approaching(person: Person, kind: string, change?: object): Promise<string>
  /** What is kept of this person's messages, oldest first. */
  notices(person: Person): Promise<Kept[]>
  /** What comes now waits, until the answer is called; then all of it is due at once. */
  hold(): Promise<() => Promise<void>>
  staff(role?: string): Promise<string>
}

export interface Kept {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly why: string | null
  readonly code: number | null
  readonly attempts: number
  readonly language: string | null
  readonly sentAt: Date | null
}

export interface ParsedMail {
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: Record<string, string>
  readonly messageId: string
  readonly raw: string
}

export async function parse(taken: Taken): Promise<ParsedMail> {
  const mail = await PostalMime.parse(taken.raw)
  const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]))
  const { subject = '', text = '', html = '' } = mail
  return { subject, text, html, headers, messageId: taken.messageId, raw: taken.raw }
}

let counter = 0

/** The service among stand-ins of its neighbours and a mail server that does as it is told. */
export function withWorld(
  options: { clock?: string; config?: Record<string, string> } = {},
): World {
  const world = {
    people: new Map(),
    secrets: new Map(),
    vouchers: new Map(),
    standing: () => ({ stands: true, drafted: false }),
  } as unknown as World & Record<string, unknown>
  beforeAll(async () => {
    Object.assign(world, {
      mail: await scriptedServer(),
      identity: await identityOf(world),
      applications: await applicationsOf(world),
      payments: await paymentsOf(world),
    })
  })
  afterAll(async () => {
    await Promise.all([world.identity.close(), world.applications.close(), world.payments.close()])
    await world.mail.close()
  })
  const kit = withService(notifications, {
    clock: options.clock ?? '2026-10-02T13:00:00Z',
    config: () => ({
      IDENTITY_URL: world.identity.url,
      APPLICATIONS_URL: world.applications.url,
      PAYMENTS_URL: world.payments.url,
      PORTAL_URL: portal,
      SMTP_URL: world.mail.url,
      SMTP_TIMEOUT_MS: '1000',
      MAIL_FROM: 'notices@program.example',
      MAIL_REPLY_TO: 'help@program.example',
      PROGRAM_PHONE: phone,
      UNSUBSCRIBE_SECRET: secrets.unsubscribe,
      BOUNCE_SECRET: secrets.bounce,
      RETRY_FIRST_MS: '50',
      LEASE_MS: '4000',
      ...options.config,
    }),
  })
  beforeEach(() => {
    world.mail.script = () => undefined
    world.standing = () => ({ stands: true, drafted: false })
  })
  return Object.assign(world, actions(world, kit), { kit })
}

function actions(world: World, kit: TestService) {
  const person = (change: Partial<Person> = {}): Person => {
    counter += 1
    const made: Person = {
      accountId: randomUUID(),
      certificationId: randomUUID(),
      number: `CMPSS-${String(counter).padStart(6, '0')}`,
      legalName: 'Marisol Vega',
      email: `person${counter}@example.org`,
      language: 'en',
      county: 'Yolo',
      mailState: 'ok',
      ...change,
    }
    world.people.set(made.accountId, made)
    return made
  }
  const deliver = (contract: typeof paymentsEvents) => (type: string, key: string, data: object) =>
    kit.deliver(contract, type, key, { accountId: key, ...data })
  const fromApplications = deliver(applicationsEvents)
  return {
    person,
    async signedIn(change: Partial<Person> = {}) {
      const made = person(change)
      const subject = `sub-${made.number}`
      const link = { accountId: made.accountId, realm: 'peers', subject }
      await kit.deliver(identityEvents, 'account.linked', made.accountId, link)
      return { person: made, token: await kit.token({ subject }) }
    },
    mailsTo: (address: string) =>
      Promise.all(world.mail.taken.filter((mail) => mail.to === address).map(parse)),
    fromApplications,
    fromPayments: deliver(paymentsEvents),
    fromIdentity: deliver(identityEvents),
    approaching: (who: Person, kind: string, change: object = {}) =>
      fromApplications('certification.expiry-approaching', who.accountId, {
        certificationId: who.certificationId,
        number: who.number,
        term: 1,
        kind,
        expiresOn: '2026-12-31',
        newExpiresOn: '2028-12-31',
        lateThrough: '2027-12-31',
        feeCents: 8000,
        lateTotalCents: 16000,
        standsFor90: false,
        ...change,
      }),
    async notices({ accountId }: Person) {
      const { rows } = await kit.pool.query<Kept>(
        `select id, kind, state, why, code, attempts, language, sent_at as "sentAt"
         from notice where account_id = $1 order by created_at, kind, id`,
        [accountId],
      )
      return rows
    },
    async hold() {
      await kit.pool.query(`
        create or replace function wait_here() returns trigger language plpgsql as
          $$ begin new.due_at := now() + interval '1 hour'; return new; end $$;
        create trigger wait_here before insert on dispatch for each row execute function wait_here()`)
      return async () => {
        await kit.pool.query(`
          drop trigger wait_here on dispatch;
          update dispatch set due_at = now();
          select pg_notify('dispatch', '')`)
        await kit.settle()
      }
    },
    staff: (role = 'reviewer') => kit.token({ realm: 'staff', roles: [role], subject: 'dana' }),
  }
}

function identityOf(world: World): Promise<StandIn> {
  return standIn({
    'POST /contacts': ({ body }) => {
      const contacts = (body.accountIds as string[]).flatMap((id) => {
        const person = world.people.get(id)
        if (!person) return []
        const { accountId, legalName, email, language, county, mailState } = person
        return [{ accountId, legalName, email, language, county, mailState }]
      })
      return { status: 200, body: { contacts } }
    },
    'POST /mail-secrets': ({ body }) => {
      const secrets = (body.ids as string[]).flatMap((id) => {
        const secret = world.secrets.get(id)
        return secret ? [{ id, ...secret }] : []
      })
      return { status: 200, body: { secrets } }
    },
  })
}

function applicationsOf(world: World): Promise<StandIn> {
  return standIn({
    'POST /standing/reminders': ({ body }) => ({
      status: 200,
      body: { answers: body.reminders.map((one: never) => world.standing(one)) },
    }),
  })
}

function paymentsOf(world: World): Promise<StandIn> {
  return standIn({
    'POST /voucher-codes': ({ body }) => {
      const codes = (body.voucherIds as string[]).flatMap((voucherId) => {
        const code = world.vouchers.get(voucherId)
        return code ? [{ voucherId, code }] : []
      })
      return { status: 200, body: { codes } }
    },
  })
}
