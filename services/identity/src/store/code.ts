/**
 * Codes that a mail says: a keyed hash to compare with, and an encrypted form for the mail alone.
 * Neither the table nor a copy of it tells a code.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomInt,
  timingSafeEqual,
} from 'node:crypto'
import type { Db, Tx } from './database.ts'

export interface FreshCode {
  readonly id: string
  readonly mac: Uint8Array<ArrayBuffer>
  readonly sealed: Uint8Array<ArrayBuffer>
}

export interface Codes {
  fresh(): FreshCode
  open(id: string, sealed: Uint8Array): string
  matches(id: string, mac: Uint8Array, typed: string): boolean
}

const digits = 8
const [ivBytes, tagBytes] = [12, 16]

export function codesOf(secret: string): Codes {
  const keyFor = (use: string) =>
    Buffer.from(hkdfSync('sha256', secret, 'peercert/identity/codes', use, 32))
  const [sealKey, macKey] = [keyFor('seal'), keyFor('mac')]
  const macOf = (id: string, code: string) =>
    Uint8Array.from(createHmac('sha256', macKey).update(`${id}:${code}`).digest())
  return {
    fresh() {
      const id = crypto.randomUUID()
      const code = String(randomInt(10 ** digits)).padStart(digits, '0')
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', sealKey, iv).setAAD(Buffer.from(id))
      const body = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()])
      const sealed = Uint8Array.from(Buffer.concat([iv, cipher.getAuthTag(), body]))
      return { id, mac: macOf(id, code), sealed }
    },
    open(id, sealed) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', sealKey, bytes.subarray(0, ivBytes))
      decipher.setAAD(Buffer.from(id))
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return (
        decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') +
        decipher.final('utf8')
      )
    },
    matches: (id, mac, typed) => timingSafeEqual(mac, macOf(id, typed)),
  }
}

export async function keep(
  tx: Tx,
  code: FreshCode,
  options: { expiresAt: Date; email?: string },
): Promise<void> {
  await tx.code.create({
    data: {
      id: code.id,
      mac: code.mac,
      sealed: code.sealed,
      expiresAt: options.expiresAt,
      email: options.email ?? null,
    },
  })
}

export interface CodeRow {
  readonly id: string
  readonly mac: Uint8Array
  readonly expiresAt: Date
  readonly tries: number
  readonly spent: boolean
}

/** Locked: two answers at once are two tries. */
export async function lock(tx: Tx, id: string): Promise<CodeRow | undefined> {
  const [row] = await tx.$queryRaw<CodeRow[]>`
    select id, mac, expires_at as "expiresAt", tries, spent_at is not null as spent
    from code where id = ${id}::uuid for update`
  return row
}

export async function countTry(tx: Tx, id: string): Promise<void> {
  await tx.code.update({ where: { id }, data: { tries: { increment: 1 } } })
}

export async function spend(tx: Tx, id: string, machineNow: Date): Promise<void> {
  await tx.code.update({ where: { id }, data: { spentAt: machineNow, sealed: null } })
}

/** Those a mail may still say. */
export function standing(db: Db, ids: readonly string[], machineNow: Date) {
  return db.code.findMany({
    where: { id: { in: [...ids] }, sealed: { not: null }, expiresAt: { gt: machineNow } },
    select: { id: true, sealed: true, email: true },
  })
}

/** What has run out is not kept, not even encrypted. */
export async function forget(db: Db, machineNow: Date): Promise<void> {
  await db.code.updateMany({
    where: { sealed: { not: null }, expiresAt: { lte: machineNow } },
    data: { sealed: null },
  })
}
