import { found, type Invariant, without } from '../finding.ts'

/** I-6 */
export const vouchers: Invariant = {
  id: 'I-6',
  title: 'vouchers issued are those assigned, held, redeemed, returned or expired, and no other',
  async check({ databases, facts }) {
    const rows = await databases.rows<Voucher>(
      'payments',
      `select v.id, v.state, v.payment_id as payment, p.state as paid, p.voucher_id as of,
         p.voucher_released as released
       from voucher v left join payment p on p.id = v.payment_id`,
    )
    const ids = new Set(rows.map(({ id }) => id))
    const issued = facts('payments', 'voucher.issued').map(({ data }) => String(data.voucherId))
    const which = (wrong: (one: Voucher) => boolean) => rows.filter(wrong).map(({ id }) => id)
    return {
      looked: rows.length,
      findings: [
        ...found('lost', 'voucher that was issued and is gone', without(issued, ids)),
        ...found(
          'orphaned',
          'voucher in a state that is none',
          which(({ state }) => !states.has(state)),
        ),
        ...found(
          'stuck',
          'voucher that is held for a payment that is over',
          which(isHeldForNothing),
        ),
        ...found(
          'orphaned',
          'voucher that was redeemed by a payment that did not settle',
          which(isRedeemedByNothing),
        ),
        ...found('doubled', 'voucher that is free and settled a payment', await twiceUsable()),
      ],
    }
    async function twiceUsable() {
      return databases.keys(
        'payments',
        `select distinct v.id from voucher v join payment p on p.voucher_id = v.id
         where p.state in ('CAPTURED', 'COVERED_BY_VOUCHER') and not p.voucher_released and not p.stray
           and (v.state = 'issued' or v.payment_id is distinct from p.id)`,
      )
    }
  },
}

interface Voucher {
  readonly id: string
  readonly state: string
  readonly payment: string | null
  readonly paid: string | null
  readonly of: string | null
  readonly released: boolean | null
}

const states = new Set(['issued', 'held', 'redeemed'])
const live = new Set(['CREATED', 'PENDING'])
const settled = new Set(['CAPTURED', 'COVERED_BY_VOUCHER', 'REVERSED', 'ERROR_REFUNDED'])

function isHeldForNothing({ state, paid }: Voucher): boolean {
  return state === 'held' && !live.has(paid ?? '')
}

function isRedeemedByNothing({ id, state, paid, of }: Voucher): boolean {
  return state === 'redeemed' && (!settled.has(paid ?? '') || of !== id)
}
