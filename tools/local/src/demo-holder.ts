import { randomUUID } from 'node:crypto'
import type { CivilDate } from '@peercert/chassis/civil-date'
import { client } from '@peercert/chassis/client'
import type { Client } from 'openapi-fetch'
import type { paths as ApplicationsPaths } from '@peercert/contracts/applications'
import type { paths as IdentityPaths } from '@peercert/contracts/identity'
import type { paths as PaymentsPaths } from '@peercert/contracts/payments'
import type { Seeding } from './demo.ts'
import { expirationOf, issueOf, type Person } from './people.ts'

/** Demo people come in the way every existing certificant does: by import. */
export async function importDemo(
  { urls, tokens }: Seeding,
  holders: readonly Person[],
  today: CivilDate,
): Promise<void> {
  const asImporter = tokens.serviceFetch('importer')
  const identity = client<IdentityPaths>(urls.identity ?? '', asImporter)
  const applications = client<ApplicationsPaths>(urls.applications ?? '', asImporter)
  const accounts = must(
    await identity.POST('/imports/accounts', {
      body: {
        dryRun: false,
        rows: holders.map(({ certificate, name, email, language, county }) => ({
          number: certificate ?? '',
          legalName: name,
          email,
          language,
          county,
        })),
      },
    }),
  )
  const rows = holders.map((person, index) => ({
    number: person.certificate ?? '',
    accountId: accounts.outcomes[index]?.accountId ?? '',
    legalName: person.name,
    issuedOn: issueOf(expirationOf(person.shows, today)),
    expiresOn: expirationOf(person.shows, today),
    status: person.shows === 'suspended' ? ('SUSPENDED' as const) : ('ACTIVE' as const),
    county: person.county,
  }))
  const { outcomes } = must(
    await applications.POST('/imports/certifications', { body: { dryRun: false, rows } }),
  )
  const refused = outcomes.find(({ outcome }) => outcome !== 'loaded')
  if (refused)
    throw new Error(
      `demo person ${refused.number} was ${refused.outcome}: ${refused.field ?? ''} ${refused.reason ?? ''}`,
    )
}

/** One demo person at work on their renewal. */
export class Holder {
  readonly #seeding: Seeding
  readonly #person: Person
  readonly #applications: Client<ApplicationsPaths>
  readonly #payments: Client<PaymentsPaths>

  constructor(seeding: Seeding, person: Person) {
    const asPerson = seeding.tokens.personFetch(person)
    this.#seeding = seeding
    this.#person = person
    this.#applications = client<ApplicationsPaths>(seeding.urls.applications ?? '', asPerson)
    this.#payments = client<PaymentsPaths>(seeding.urls.payments ?? '', asPerson)
  }

  async start(): Promise<void> {
    must(await this.#applications.POST('/me/renewal', { params: { header: key() } }))
  }

  async reviewInformation(): Promise<void> {
    must(
      await this.#applications.PATCH('/me/renewal', {
        body: { version: await this.#version(), informationReviewed: true },
      }),
    )
  }

  /** From the start to the signature. */
  async fill(): Promise<void> {
    const { name, language } = this.#person
    await this.start()
    await this.reviewInformation()
    const codeVersion = await this.#textVersion('code-of-ethics')
    must(
      await this.#applications.PATCH('/me/renewal', {
        body: { version: await this.#version(), codeRead: { version: codeVersion, language } },
      }),
    )
    const late = this.#person.shows === 'late-in-review'
    const attestationVersion = await this.#textVersion(late ? 'attestation-late' : 'attestation')
    const boxes = {
      ethics: true,
      hours: true,
      records: true,
      truth: true,
      ...(late && { late: true }),
    }
    must(
      await this.#applications.POST('/me/renewal/signature', {
        body: { signatureName: name, boxes, codeVersion, attestationVersion, language },
      }),
    )
  }

  async pay(): Promise<void> {
    const { feeRequestId, totalCents } = await this.#checkOut()
    const payment = must(await this.#sendPayment(feeRequestId, totalCents))
    if (payment.state !== 'completed')
      throw new Error(`the payment of ${this.#person.name} is ${payment.state}`)
  }

  /** The processor takes the payment and is not heard from again, until the desk is told to release it. */
  async payAndHearNothing(): Promise<void> {
    const { feeRequestId, totalCents } = await this.#checkOut()
    await holdAnswer(this.#seeding.card, feeRequestId)
    const payment = must(await this.#sendPayment(feeRequestId, totalCents))
    if (payment.state !== 'checking')
      throw new Error(`the payment of ${this.#person.name} is ${payment.state}`)
  }

  async #checkOut() {
    const { feeRequestId } = must(
      await this.#applications.POST('/me/renewal/checkout', { body: {} }),
    )
    const { totalCents } = must(
      await this.#payments.GET('/fee-requests/{feeRequestId}', {
        params: { path: { feeRequestId } },
      }),
    )
    return { feeRequestId, totalCents }
  }

  async #sendPayment(feeRequestId: string, shownTotalCents: number) {
    const confirmationToken = await workingCard(this.#seeding.card)
    return this.#payments.POST('/fee-requests/{feeRequestId}/payments', {
      params: { path: { feeRequestId }, header: key() },
      body: { shownTotalCents, confirmationToken },
    })
  }

  async #version(): Promise<number> {
    return must(await this.#applications.GET('/me/renewal')).renewal?.version ?? 0
  }

  async #textVersion(
    textId: 'code-of-ethics' | 'attestation' | 'attestation-late',
  ): Promise<string> {
    const { language } = this.#person
    return must(
      await this.#applications.GET('/program/texts/{textId}', {
        params: { path: { textId }, query: { language } },
      }),
    ).version
  }
}

function key() {
  return { 'Idempotency-Key': randomUUID() }
}

/** What the processor's fields answer for a card that works. */
async function workingCard({ url, secretKey }: Seeding['card']): Promise<string> {
  const answer = await fetch(`${url}/v1/test_helpers/confirmation_tokens`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'payment_method=pm_card_visa',
  })
  if (!answer.ok) throw new Error(`the card processor gave no token: ${await answer.text()}`)
  return ((await answer.json()) as { id: string }).id
}

async function holdAnswer({ url }: Seeding['card'], feeRequestId: string): Promise<void> {
  const hold = { do: 'hold', match: { metadata: { feeRequestId } }, ms: 50, times: 1 }
  const answer = await fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(hold),
  })
  if (!answer.ok) throw new Error(`the card processor took no order: ${await answer.text()}`)
}

/** Demo data that the product refuses is a mistake of ours. */
function must<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw new Error(`the demo was refused: ${JSON.stringify(error)}`)
  return data
}
