import { createHash } from 'node:crypto'
import type { Caller } from './caller.ts'
import type { Sql } from './database.ts'
import { Problem } from './problem.ts'
import { reached } from './reached.ts'

/** The parts of a Call that tell whether it is the same request again. */
export interface IdempotentCall {
  readonly operationId: string
  readonly params: unknown
  readonly query: unknown
  readonly headers: { readonly 'idempotency-key': string }
  readonly body: unknown
  readonly caller: Caller
}

interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

interface Kept {
  readonly fingerprint: string
  readonly answer: Answer
}

const used = new WeakSet<object>()

/** Whether this call went through once(); an operation that promises it must. */
export function wasOnce(call: object): boolean {
  return used.has(call)
}

/**
 * Runs the work once per caller and Idempotency-Key; the answer is a row of the same transaction
 * and is replayed for 24 hours. A refusal keeps nothing, so it may be tried again.
 */
export async function once<A extends Answer>(
  tx: Sql,
  call: IdempotentCall,
  work: () => Promise<A>,
): Promise<A> {
  used.add(call)
  const key = call.headers['idempotency-key']
  const owner = `${call.caller.realm}/${call.caller.subject}`
  const fingerprint = fingerprintOf(call)
  await lock(tx, `${owner}/${key}`)
  const kept = await find(tx, owner, key)
  if (kept && kept.fingerprint !== fingerprint) throw new Problem('idempotency-mismatch')
  if (kept) {
    const headers = { ...kept.answer.headers, 'idempotency-replayed': 'true' }
    return { ...kept.answer, headers } as unknown as A
  }
  const answer = await work()
  const json = JSON.stringify(answer)
  await tx.$executeRaw`insert into idempotency_key (owner, key, fingerprint, answer)
    values (${owner}, ${key}, ${fingerprint}, ${json}::jsonb)
    on conflict (owner, key) do update
    set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = now()`
  await reached('api.after-idempotency-row', call.operationId)
  return answer
}

/** Held to the end of the transaction; a second request does not wait, it is told. */
async function lock(tx: Sql, name: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ held: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 1)) as held`
  if (!row?.held) throw new Problem('conflict-in-flight', { retryAfter: 1 })
}

async function find(tx: Sql, owner: string, key: string): Promise<Kept | undefined> {
  const [row] = await tx.$queryRaw<Kept[]>`
    select fingerprint, answer from idempotency_key
    where owner = ${owner} and key = ${key} and created_at > now() - interval '24 hours'`
  return row
}

function fingerprintOf({ operationId, params, query, body }: IdempotentCall): string {
  const request = canonical({ operationId, params, query, body })
  return createHash('sha256').update(request).digest('hex')
}

/** The same JSON whatever the order of its members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
