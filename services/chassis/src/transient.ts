import { Problem } from './problem.ts'

/** Thrown where waiting may help: a service or a processor that does not answer. */
export class TransientError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TransientError'
  }
}

// Class 08 connection, 40 serialization and deadlock, 53 resources, 55P03 lock, 57P shutdown.
const transientState = /^(08...|40001|40P01|53...|55P03|57P0[1-5]|57014)$/
const transientCode = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENOTFOUND',
  // Prisma: cannot reach, timed out, pool exhausted, transaction start, write conflict.
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2034',
])

/** Whether the same work may succeed later without anybody changing anything. */
export function isTransient(error: unknown): boolean {
  if (error instanceof TransientError) return true
  if (error instanceof Problem) return error.type === 'unavailable'
  if (!(error instanceof Error)) return false
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string' && (transientCode.has(code) || transientState.test(code)))
    return true
  if (/Connection terminated|timeout exceeded when trying to connect/.test(error.message))
    return true
  const cause =
    error.cause ?? (error as { meta?: { driverAdapterError?: unknown } }).meta?.driverAdapterError
  return cause !== undefined && cause !== error && isTransient(cause)
}
