/** Vouchers (WVR-4, WVR-5, WVR-6, WVR-11, WVR-13..15). Dates are civil dates as text, 'YYYY-MM-DD'. */

export type VoucherState = 'issued' | 'held' | 'redeemed'

export interface Voucher {
  readonly accountId: string
  readonly feeCode: string
  readonly state: VoucherState
  readonly expiresOn: string
  /** The payment that holds or has consumed it. */
  readonly paymentId: string | null
  /** Until when its program redeems; a program closed early has an earlier date than its vouchers. */
  readonly programUntil: string
}

export interface Use {
  readonly accountId: string
  /** The fees it could be used for now. */
  readonly openCodes: readonly string[]
  readonly on: string
  /** The payment that asks; a voucher it holds itself stands in nobody's way. */
  readonly paymentId?: string
}

export type VoucherRefusal =
  | 'voucher-unknown'
  | 'voucher-not-yours'
  | 'voucher-already-used'
  | 'voucher-wrong-fee'
  | 'voucher-expired'
  | 'voucher-program-closed'

/** A stranger's voucher says nothing but that it is a stranger's; an own one says the most final reason first. */
export function judgeVoucher(voucher: Voucher | undefined, use: Use): VoucherRefusal | undefined {
  if (!voucher) return 'voucher-unknown'
  if (voucher.accountId !== use.accountId) return 'voucher-not-yours'
  if (voucher.state === 'redeemed') return 'voucher-already-used'
  if (!use.openCodes.includes(voucher.feeCode)) return 'voucher-wrong-fee'
  // Valid through the end of its last day (CONV-5).
  if (voucher.expiresOn < use.on) return 'voucher-expired'
  if (voucher.programUntil < use.on) return 'voucher-program-closed'
  if (voucher.state === 'held' && voucher.paymentId !== use.paymentId) return 'voucher-already-used'
  return undefined
}

/** Only these tell that somebody is guessing (WVR-15). */
export function isWrongCode(refusal: VoucherRefusal): boolean {
  return refusal === 'voucher-unknown' || refusal === 'voucher-not-yours'
}

/** How staff see it. */
export function shownState(
  voucher: Pick<Voucher, 'state' | 'expiresOn' | 'programUntil'>,
  on: string,
): VoucherState | 'expired' | 'program-closed' {
  if (voucher.state !== 'issued') return voucher.state
  if (voucher.expiresOn < on) return 'expired'
  return voucher.programUntil < on ? 'program-closed' : 'issued'
}

/** Letters and digits that nobody confuses when they are read aloud or copied by hand. */
export const codeAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Spaces, dashes and case never matter; a letter that looks like a digit is that digit. */
export function normalizeCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
}

/** Five bits of chance for each letter: ten bytes make a code of 80 bits. */
export function codeFrom(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = bits.match(/.{5}/g) ?? []
  return letters.map((five) => codeAlphabet[Number.parseInt(five, 2)]).join('')
}

/** In groups of four, as it stands in the mail. */
export function printedCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join('-')
}

export function voucherNumber(count: number): string {
  return `RW-${String(count).padStart(4, '0')}`
}

export interface Program {
  readonly feeCodes: readonly string[]
  readonly opensOn: string
  readonly redeemUntil: string
}

export function isOpen(program: Program, on: string): boolean {
  return program.opensOn <= on && on <= program.redeemUntil
}

export interface Issue {
  readonly program: Program | undefined
  readonly feeCode: string
  readonly on: string
  /** The day twelve months after the issue (WVR-5). */
  readonly latest: string
  readonly wished: string | undefined
}

export type IssueDecision =
  | { readonly expiresOn: string }
  | {
      readonly refused: 'voucher-program-closed' | 'voucher-dates-refused'
      readonly latest?: string
    }

/** It ends with the program or after twelve months, whichever comes first; nobody can extend it (WVR-5). */
export function decideIssue({ program, feeCode, on, latest, wished }: Issue): IssueDecision {
  if (!program || !isOpen(program, on) || !program.feeCodes.includes(feeCode))
    return { refused: 'voucher-program-closed' }
  const end = latest < program.redeemUntil ? latest : program.redeemUntil
  const expiresOn = wished ?? end
  if (expiresOn < on || expiresOn > end) return { refused: 'voucher-dates-refused', latest: end }
  return { expiresOn }
}
