import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Arm } from '@peercert/chassis/failpoints'
import { standIn } from '@peercert/chassis/stand-in'
import { serviceClaims, testIssuer } from '@peercert/chassis/test-issuer'
import { createDatabase } from '@peercert/postgres/databases'
import { applyMigrations } from '@peercert/postgres/migrate'
import { type MailSimulator, startMail } from '@peercert/simulators/mail'
import pg from 'pg'
import { busTables } from './bus.ts'
import type { HouseOrder } from './house-worker.ts'

const root = join(import.meta.dirname, '../../../..')

export interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- a scenario says what it expects anyway
  readonly body: any
}

/** One service as a process that may die; what is around it lives on. */
export class House {
  readonly pool: pg.Pool
  readonly mail: MailSimulator
  readonly #order: HouseOrder
  readonly #issuer: Awaited<ReturnType<typeof testIssuer>>
  readonly #closing: (() => Promise<unknown>)[]
  #process: ChildProcess | undefined
  #url = ''

  private constructor(
    order: HouseOrder,
    around: { issuer: Awaited<ReturnType<typeof testIssuer>>; mail: MailSimulator },
    closing: (() => Promise<unknown>)[],
  ) {
    this.#order = order
    this.#issuer = around.issuer
    this.mail = around.mail
    this.#closing = closing
    this.pool = new pg.Pool({ connectionString: order.env.DATABASE_URL, max: 2 })
  }

  static async open(
    adminUrl: string,
    database: string,
    { service, now }: Pick<HouseOrder, 'service' | 'now'>,
  ): Promise<House> {
    const options = { name: database, user: database, password: 'planted' }
    const databaseUrl = await createDatabase(adminUrl, options)
    await applyMigrations(databaseUrl, join(root, 'services', service, 'prisma'))
    const issuer = await testIssuer(service)
    const others = await standIn({
      'POST /contacts': contacts,
      'POST /standing/renewals': allStand,
    })
    const mail = await startMail({})
    const env = {
      DATABASE_URL: databaseUrl,
      PEERS_ISSUER: issuer.peers,
      STAFF_ISSUER: issuer.staff,
      CLIENT_SECRET: 'planted-planted',
      LOG_LEVEL: 'error',
      RATE_LIMIT: '0',
      KEY_WAIT_MS: '10000',
      IDENTITY_URL: others.url,
      APPLICATIONS_URL: others.url,
      PAYMENTS_URL: others.url,
      CARD_API_URL: others.url,
      CARD_SCRIPT_URL: others.url,
      PORTAL_URL: others.url,
      CARD_SECRET_KEY: 'sk_test_planted',
      CARD_PUBLISHABLE_KEY: 'pk',
      CARD_WEBHOOK_SECRET: 'whsec_planted',
      SMTP_URL: `smtp://${mail.smtp.host}:${mail.smtp.port}`,
      MAIL_FROM: 'us@program.example',
      UNSUBSCRIBE_SECRET: 'planted-planted-planted',
      BOUNCE_SECRET: 'planted-planted-planted',
      PROGRAM_PHONE: '1-800-555-0117',
      LEASE_MS: '3000',
    }
    const closing = [() => issuer.close(), () => others.close(), () => mail.close()]
    const house = new House({ service, env, now }, { issuer, mail }, closing)
    await house.pool.query(busTables)
    return house
  }

  async start(): Promise<void> {
    const child = fork(
      join(import.meta.dirname, 'house-worker.ts'),
      [JSON.stringify(this.#order)],
      {
        execArgv: ['--disable-warning=DeprecationWarning'],
        env: { PATH: process.env.PATH, FAILPOINTS: 'on' },
        stdio: ['ignore', 2, 2, 'ipc'],
      },
    )
    this.#process = child
    const ended = once(child, 'exit').then(() => undefined)
    const said = await Promise.race([once(child, 'message'), ended])
    if (!said) throw new Error('the service did not start')
    this.#url = String(said[0])
  }

  async arm(order: Arm): Promise<void> {
    const body = JSON.stringify(order)
    const headers = { 'content-type': 'application/json' }
    await fetch(`${this.#url}/__failpoints`, { method: 'PUT', headers, body })
  }

  /** Resolves when it is dead, by itself or by us. */
  async die(withinMs = 20_000): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    await Promise.race([once(child, 'exit'), delay(withinMs, undefined, { ref: false })])
    if (child.signalCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  }

  peer(subject: string): Promise<string> {
    return this.#issuer.sign('peers', claims(subject, ['peer']))
  }

  staff(role: string): Promise<string> {
    return this.#issuer.sign('staff', claims(`${role}-1`, [role]))
  }

  service(name: string): Promise<string> {
    return this.#issuer.sign('peers', serviceClaims(name))
  }

  /** Status 0 when there was no answer. */
  async ask(
    token: string,
    call: string,
    body: object,
    key: string = randomUUID(),
  ): Promise<Answer> {
    const [method = 'GET', path = '/'] = call.split(' ')
    const answer = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    }).catch(() => undefined)
    if (!answer) return { status: 0, body: undefined }
    return { status: answer.status, body: await answer.json() }
  }

  /** Another service's fact comes in. */
  async hear(source: string, type: string, key: string, data: object): Promise<void> {
    const envelope = {
      specversion: '1.0',
      id: randomUUID(),
      source,
      type,
      time: this.#order.now,
      datacontenttype: 'application/json',
      partitionkey: key,
      data,
    }
    await this.pool.query('insert into bus (topic, key, value) values ($1, $2, $3)', [
      `peercert.${source}.v1`,
      key,
      JSON.stringify(envelope),
    ])
  }

  /** Until a question is answered with yes; false when that takes too long. */
  async until(question: string, patienceMs = 20_000): Promise<boolean> {
    const end = performance.now() + patienceMs
    while (performance.now() < end) {
      const { rows } = await this.pool.query<Record<string, boolean>>(question)
      if (Object.values(rows[0] ?? {})[0]) return true
      await delay(50)
    }
    return false
  }

  async close(): Promise<void> {
    await this.die(0)
    await this.pool.end()
    for (const step of this.#closing) await step()
  }
}

function claims(subject: string, roles: readonly string[]) {
  return {
    sub: subject,
    azp: 'portal',
    sid: 'a-session',
    realm_access: { roles: [...roles] },
  }
}

const contacts = ({ body }: { readonly body: { readonly accountIds: readonly string[] } }) => ({
  status: 200,
  body: {
    contacts: body.accountIds.map((accountId) => ({
      accountId,
      legalName: 'Ana Prado',
      email: 'ana@drill.example',
      language: 'en',
      county: null,
      mailState: 'ok',
    })),
  },
})

interface Checks {
  readonly body: { readonly checks: readonly { readonly feeRequestId: string }[] }
}

const allStand = ({ body }: Checks) => ({
  status: 200,
  body: { answers: body.checks.map(({ feeRequestId }) => ({ feeRequestId, stands: true })) },
})
