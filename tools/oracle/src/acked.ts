import { readFileSync } from 'node:fs'

/** What a client was told with a 2xx: that this thing now is. */
export interface Acked {
  readonly kind: AckedKind
  readonly id: string
}

/** Where each kind of thing lives. */
export const ackedTables = {
  account: ['identity', 'account', 'id'],
  certification: ['applications', 'certification', 'id'],
  renewal: ['applications', 'renewal', 'id'],
  signature: ['applications', 'signature', 'id'],
  waiver: ['applications', 'waiver', 'id'],
  'fee-request': ['payments', 'fee_request', 'id'],
  payment: ['payments', 'payment', 'id'],
  voucher: ['payments', 'voucher', 'id'],
  refund: ['payments', 'refund', 'id'],
  notice: ['notifications', 'notice', 'id'],
} as const
export type AckedKind = keyof typeof ackedTables

/** One line of JSON for each answer: {"kind":"payment","id":"…"}. */
export function readAcked(file: string): Acked[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const { kind, id } = JSON.parse(line) as Partial<Acked>
      if (kind === undefined || !(kind in ackedTables) || typeof id !== 'string')
        throw new Error(
          `${file}:${index + 1} must be {"kind","id"} with a kind of ${Object.keys(ackedTables).join(', ')}`,
        )
      return { kind, id }
    })
}
