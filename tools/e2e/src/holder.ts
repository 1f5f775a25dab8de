import { randomUUID } from 'node:crypto'
import type { CivilDate } from '@peercert/chassis/civil-date'
import type { System } from './system.ts'

type Person = System['people'][number]

export interface Answer<T> {
  readonly status: number
  readonly body: T
}
export interface Asked {
  readonly body?: unknown
  readonly key?: string
}
export interface Refusal {
  readonly type: string
  readonly [member: string]: unknown
}
export interface Line {
  readonly feeCode: string
  readonly amountCents: number
  readonly settledBy: string
}
export interface Renewal {
  readonly renewalId: string
  readonly state: string
  readonly version: number
  readonly late: boolean
  readonly newExpiresOn: string
}
export interface Payment {
  readonly paymentId: string
  readonly state: string
  readonly totalCents: number
  readonly stampedAt: string
  readonly lines: readonly Line[]
  readonly failure?: { readonly code: string; readonly voucherReleased?: boolean }
  readonly receiptId?: string
  readonly clientSecret?: string
}
interface FeeRequest {
  readonly totalCents: number
  readonly state: string
}

/** Anybody of the demo, by HTTP with an access token: what any program of theirs could do. */
export class Caller {
  readonly system: System
  readonly person: Person

  constructor(system: System, person: Person) {
    this.system = system
    this.person = person
  }

  token(): Promise<string> {
    return tokenOf(this.system, this.person.email)
  }

  async ask<T>(service: string, call: string, { body, key }: Asked = {}): Promise<Answer<T>> {
    const [method = 'GET', path = '/'] = call.split(' ')
    const headers: Record<string, string> = { authorization: `Bearer ${await this.token()}` }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (key !== undefined) headers['idempotency-key'] = key
    const answer = await fetch(`${this.system.services[service]}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const json = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, body: (json ? JSON.parse(text) : text) as T }
  }

  /** The answer of something that must work. */
  async get<T>(service: string, call: string, asked: Asked = {}): Promise<T> {
    const { status, body } = await this.ask<T>(service, call, asked)
    if (status >= 300) throw new Error(`${call} answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
}

/** A holder on the way through the form. */
export class Holder extends Caller {
  start() {
    return this.ask<Renewal>('applications', 'POST /me/renewal', {
      body: undefined,
      key: randomUUID(),
    })
  }

  async renewal(): Promise<Renewal> {
    const { renewal } = await this.get<{ renewal: Renewal }>('applications', 'GET /me/renewal')
    return renewal
  }

  /** From the start to the signature, whether late or not. */
  async fill(): Promise<void> {
    const { name, language } = this.person
    const { status } = await this.start()
    if (status >= 300) throw new Error(`the form of ${name} did not open: ${status}`)
    const save = async (part: object) =>
      this.get('applications', 'PATCH /me/renewal', {
        body: { version: (await this.renewal()).version, ...part },
      })
    await save({ informationReviewed: true })
    const codeVersion = await this.#textVersion('code-of-ethics')
    await save({ codeRead: { version: codeVersion, language } })
    const { late } = await this.renewal()
    const attestationVersion = await this.#textVersion(late ? 'attestation-late' : 'attestation')
    const boxes = {
      ethics: true,
      hours: true,
      records: true,
      truth: true,
      ...(late && { late: true }),
    }
    const body = { signatureName: name, boxes, codeVersion, attestationVersion, language }
    await this.get('applications', 'POST /me/renewal/signature', { body })
  }

  /** The first Pay: the fee request with its total. */
  async checkOut(): Promise<{ feeRequestId: string; totalCents: number }> {
    const { feeRequestId } = await this.get<{ feeRequestId: string }>(
      'applications',
      'POST /me/renewal/checkout',
      { body: {} },
    )
    const { totalCents } = await this.get<FeeRequest>(
      'payments',
      `GET /fee-requests/${feeRequestId}`,
    )
    return { feeRequestId, totalCents }
  }

  /** The second Pay. */
  press(feeRequestId: string, body: object, key: string = randomUUID()) {
    return this.ask<Payment & Refusal>('payments', `POST /fee-requests/${feeRequestId}/payments`, {
      body,
      key,
    })
  }

  async certification() {
    const { certification } = await this.get<{ certification: Certification }>(
      'applications',
      'GET /me/certification',
    )
    return certification
  }

  async #textVersion(textId: string): Promise<string> {
    const { version } = await this.get<{ version: string }>(
      'applications',
      `GET /program/texts/${textId}?language=${this.person.language}`,
    )
    return version
  }
}

export interface Certification {
  readonly certificationId: string
  readonly number: string
  readonly status: string
  readonly expiresOn: CivilDate
  readonly standing: { readonly state: string }
  readonly certificates: readonly { readonly certificateId: string; readonly current: boolean }[]
}

export async function tokenOf({ clock }: System, email: string): Promise<string> {
  const answer = await fetch(new URL('/tokens', clock), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  })
  if (!answer.ok) throw new Error(`there is no token of ${email}: ${await answer.text()}`)
  return ((await answer.json()) as { accessToken: string }).accessToken
}

/** An order to a simulator. */
export async function order(simulator: string, wish: object): Promise<unknown> {
  const answer = await fetch(`${simulator}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  })
  if (!answer.ok)
    throw new Error(`the simulator refused ${JSON.stringify(wish)}: ${await answer.text()}`)
  return answer.json()
}
