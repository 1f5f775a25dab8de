import { dateOf } from '@peercert/chassis/civil-date'
import { parameterOn } from '@peercert/contracts/program'
import type { Deps } from '../deps.ts'
import { refuse } from '../problems.ts'
import { normalizeCode, type VoucherRefusal } from '../rules/voucher.ts'
import { lockedUntil, type LockLimit, oldestThatCounts } from '../rules/voucher-lock.ts'
import { patient, type Tx } from '../store/database.ts'
import type { FeeRequest } from '../store/fee-requests.ts'
import * as history from '../store/history.ts'
import * as receipts from '../store/receipts.ts'
import * as vouchers from '../store/vouchers.ts'
import type { VoucherFacts } from '../store/vouchers.ts'
import { lockVoucher } from './lock-voucher.ts'

export type VoucherChoice = { code?: string; voucherId?: string }

/** The limit of wrong codes in force (WVR-15). */
export function lockLimit(deps: Deps): LockLimit {
  const today = deps.clock.today()
  return {
    codes: parameterOn('voucher.wrongCodes.max', today),
    minutes: parameterOn('voucher.wrongCodes.minutes', today),
  }
}

export async function lockOf(deps: Deps, accountId: string): Promise<Date | undefined> {
  const [now, limit] = [deps.clock.machine(), lockLimit(deps)]
  const wrong = await vouchers.wrongCodes(deps.db, accountId, oldestThatCounts(now, limit))
  return lockedUntil(wrong, now, limit)
}

/**
 * From what was typed or chosen to a voucher of this person, for Apply and Pay alike. Wrong codes are counted
 * one at a time for each person and stay counted although the request is refused (WVR-15).
 */
export async function readVoucher(
  deps: Deps,
  request: FeeRequest,
  choice: VoucherChoice,
  at: Date,
): Promise<VoucherFacts> {
  const { accountId } = request
  const on = dateOf(at)
  if (choice.code === undefined) {
    const voucher = await vouchers.find(deps.db, choice.voucherId ?? '', on)
    const refusal = strangeness(voucher, accountId)
    if (!voucher || refusal) throw refuse(refusal ?? 'voucher-unknown')
    return voucher
  }
  const code = normalizeCode(choice.code)
  const guess = await deps.db.$transaction(
    (tx) => judgeGuess(tx, deps, { request, code, on }),
    patient,
  )
  if ('voucher' in guess) return guess.voucher
  // The field has locked just now: staff may have a task.
  if (guess.until && guess.refused !== 'voucher-locked') deps.signals.emit('work', 'voucher.locked')
  const locked = guess.until && { lockedUntil: guess.until.toISOString() }
  throw refuse(guess.refused, locked)
}

type Guess =
  | { readonly voucher: VoucherFacts }
  | { readonly refused: VoucherRefusal | 'voucher-locked'; readonly until?: Date | undefined }

async function judgeGuess(
  tx: Tx,
  deps: Deps,
  { request, code, on }: { request: FeeRequest; code: string; on: string },
): Promise<Guess> {
  const { accountId } = request
  await vouchers.lockGuessing(tx, accountId)
  const [now, limit] = [deps.clock.machine(), lockLimit(deps)]
  const oldest = oldestThatCounts(now, limit)
  const wrong = await vouchers.wrongCodes(tx, accountId, oldest)
  const until = lockedUntil(wrong, now, limit)
  if (until) return { refused: 'voucher-locked', until }
  const voucher = await vouchers.findByCode(tx, code, on)
  const refused = strangeness(voucher, accountId)
  if (voucher && !refused) return { voucher }
  await vouchers.addWrongCode(tx, { accountId, at: now, oldest })
  const locks = lockedUntil([...wrong, now], now, limit)
  await noteRefusal(tx, deps, { accountId, refused: refused ?? 'voucher-unknown' })
  if (locks) await lockVoucher(tx, deps, { request, on, until: locks })
  return { refused: refused ?? 'voucher-unknown', until: locks }
}

/** Only whether it exists and whose it is; everything else is judged with its row locked. */
function strangeness(
  voucher: VoucherFacts | undefined,
  accountId: string,
): 'voucher-unknown' | 'voucher-not-yours' | undefined {
  if (!voucher) return 'voucher-unknown'
  return voucher.accountId === accountId ? undefined : 'voucher-not-yours'
}

export interface Judged {
  readonly accountId: string
  readonly refused: VoucherRefusal
  readonly voucher?: VoucherFacts | undefined
}

export function noteRefusal(
  tx: Tx,
  deps: Deps,
  { accountId, refused, voucher }: Judged,
): Promise<void> {
  return history.write(tx, {
    accountId,
    at: deps.clock.now(),
    code: 'voucher.refused',
    facts: { code: refused, ...(voucher && { number: voucher.number }) },
    actor: history.person,
    ruleIds: ['WVR-15'],
    ...(voucher && { linkedId: voucher.id }),
  })
}

/** The refusal with the one fact its sentence needs; nothing about another person's voucher. */
export async function refusalOf(deps: Deps, voucher: VoucherFacts, refused: VoucherRefusal) {
  if (refused === 'voucher-expired') return refuse(refused, { endedOn: voucher.expiresOn })
  if (refused === 'voucher-wrong-fee') return refuse(refused, { feeCode: voucher.feeCode })
  if (refused !== 'voucher-already-used' || voucher.state !== 'redeemed') return refuse(refused)
  const receipt = voucher.paymentId && (await receipts.findOfPayment(deps.db, voucher.paymentId))
  return refuse(refused, {
    usedOn: voucher.redeemedOn,
    ...(receipt && { receiptId: receipt.id, receiptNumber: receipt.number }),
  })
}
