import { createHmac, timingSafeEqual } from 'node:crypto'

const idBytes = 16
const macBytes = 16

/** Names an account to us and to nobody else, and needs no row: whose mail it is, and our seal. */
export function unsubscribeToken(accountId: string, secret: string): string {
  const id = Buffer.from(accountId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, sealOf(id, secret)]).toString('base64url')
}

/** The account a token speaks for, or nothing when it is not one of ours. */
export function accountOfToken(token: string, secret: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== idBytes + macBytes) return undefined
  const id = bytes.subarray(0, idBytes)
  if (!timingSafeEqual(bytes.subarray(idBytes), sealOf(id, secret))) return undefined
  const hex = id.toString('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

function sealOf(id: Buffer, secret: string): Buffer {
  return createHmac('sha256', secret)
    .update('unsubscribe')
    .update(id)
    .digest()
    .subarray(0, macBytes)
}
