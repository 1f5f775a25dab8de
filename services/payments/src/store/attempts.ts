import { randomUUID } from 'node:crypto'
import { type IdempotentCall, once } from '@peercert/chassis/idempotency'
import { type Db, patient } from './database.ts'

/** One press of Pay: its payment's id and its instant stay the same however often the request comes. */
export interface Attempt {
  readonly paymentId: string
  readonly stampedAt: Date
}

/** Kept under the Idempotency-Key before anything else is done, so that a retry has the same instant. */
export async function openAttempt(db: Db, call: IdempotentCall, stampedAt: Date): Promise<Attempt> {
  const fresh = { paymentId: randomUUID(), stampedAt: stampedAt.toISOString() }
  const { body } = await db.$transaction(
    (tx) => once(tx, call, async () => ({ status: 200, body: fresh })),
    patient,
  )
  return { paymentId: body.paymentId, stampedAt: new Date(body.stampedAt) }
}

/** A refusal keeps nothing: the same key pressed again is a new press with a new instant. */
export async function forgetAttempt(db: Db, call: IdempotentCall, attempt: Attempt): Promise<void> {
  const owner = `${call.caller.realm}/${call.caller.subject}`
  const key = call.headers['idempotency-key']
  await db.$executeRaw`delete from idempotency_key where owner = ${owner} and key = ${key}
    and answer -> 'body' ->> 'paymentId' = ${attempt.paymentId}`
}
