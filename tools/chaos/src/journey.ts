import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { AckedKind } from '@peercert/oracle/acked'
import type { Caller } from './caller.ts'
import type { Holder } from './people.ts'

export interface Means {
  readonly me: Caller
  readonly desk: Caller
  /** The ID token of a sign-in, as the portal gets it. */
  idToken(): Promise<string>
  /** What the processor's fields answer for a card that works. */
  card(): Promise<string>
  /** Writes down what somebody was told. */
  told(kind: AckedKind, id: string): void
}

interface Renewal {
  readonly renewalId: string
  readonly state: string
  readonly version: number
}

interface Payment {
  readonly paymentId: string
  readonly state: string
  readonly type?: string
}

/** One renewal, from the first sign-in to a payment that is done, whatever happens on the way. */
export async function renew({ person }: Holder, voucherId: string | undefined, means: Means) {
  const { me, told } = means
  await me.get('identity', 'POST /sign-ins', { body: { idToken: await means.idToken() } })
  const key = randomUUID()
  const { renewalId } = await me.get<Renewal>('applications', 'POST /me/renewal', { key })
  told('renewal', renewalId)
  await save(me, { informationReviewed: true })
  const { language, name } = person
  const codeVersion = await textVersion(me, 'code-of-ethics', language)
  await save(me, { codeRead: { version: codeVersion, language } })
  const attestationVersion = await textVersion(me, 'attestation', language)
  const boxes = { ethics: true, hours: true, records: true, truth: true }
  const signed = { signatureName: name, boxes, codeVersion, attestationVersion, language }
  await me.get('applications', 'POST /me/renewal/signature', { body: signed })
  const { feeRequestId } = await me.get<{ feeRequestId: string }>(
    'applications',
    'POST /me/renewal/checkout',
    { body: {} },
  )
  told('fee-request', feeRequestId)
  await pay(feeRequestId, voucherId, means)
}

/** The desk hands out one; asked again after silence, it is still one. */
export async function issueVoucher(
  accountId: string,
  { desk, told }: Pick<Means, 'desk' | 'told'>,
) {
  const body = { program: 'RENEWAL-2026', feeCode: 'RENEWAL', reason: 'drill' }
  const asked = { body, key: randomUUID() }
  const path = `POST /staff/accounts/${accountId}/vouchers`
  const { voucherId } = await desk.get<{ voucherId: string }>('payments', path, asked)
  told('voucher', voucherId)
  return voucherId
}

async function pay(feeRequestId: string, voucherId: string | undefined, means: Means) {
  const { me, told, card } = means
  for (let presses = 0; presses < 20; presses += 1) {
    const by =
      voucherId === undefined
        ? { shownTotalCents: 8_000, confirmationToken: await card() }
        : { shownTotalCents: 0, voucher: { voucherId } }
    const { status, body } = await me.ask<Payment>(
      'payments',
      `POST /fee-requests/${feeRequestId}/payments`,
      { body: by, key: randomUUID() },
    )
    if (body.type === 'fee-request-settled') return
    if (status === 200) {
      told('payment', body.paymentId)
      if ((await ended(me, body)) === 'completed') return
    } else if (body.type !== 'payment-under-way' && body.type !== 'payments-down')
      throw new Error(`Pay was answered ${status}: ${JSON.stringify(body)}`)
    await delay(500)
  }
  throw new Error(`fee request ${feeRequestId} could not be paid`)
}

/** While nobody knows, it is asked again. */
async function ended(me: Caller, { paymentId, state }: Payment): Promise<string> {
  let now = state
  while (now === 'checking' || now === 'created') {
    await delay(500)
    now = (await me.get<Payment>('payments', `GET /payments/${paymentId}`)).state
  }
  return now
}

/** A reply that was lost has moved the version on; the same change is made again on the new one. */
async function save(me: Caller, part: object): Promise<void> {
  for (;;) {
    const { renewal } = await me.get<{ renewal: Renewal }>('applications', 'GET /me/renewal')
    const asked = { body: { version: renewal.version, ...part } }
    const { status, body } = await me.ask('applications', 'PATCH /me/renewal', asked)
    if (status < 300) return
    if (status !== 409 && status !== 412)
      throw new Error(`the form was not saved: ${status} ${JSON.stringify(body)}`)
  }
}

async function textVersion(me: Caller, text: string, language: string): Promise<string> {
  const path = `GET /program/texts/${text}?language=${language}`
  return (await me.get<{ version: string }>('applications', path)).version
}
