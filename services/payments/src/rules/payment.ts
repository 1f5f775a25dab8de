/**
 * The life of a payment (PAY-5). CREATED: claimed, the processor surely not asked. PENDING: the processor may
 * have been asked, and only its answer ends it. CANCELLED: ended at the processor, or it never got there.
 */
export type PaymentState =
  | 'CREATED'
  | 'PENDING'
  | 'CAPTURED'
  | 'COVERED_BY_VOUCHER'
  | 'FAILED'
  | 'CANCELLED'
  | 'REVERSED'
  | 'ERROR_REFUNDED'

/** What the processor says of a payment; unknown is neither success nor failure. */
export type Outcome = 'succeeded' | 'refused' | 'canceled' | 'bank-asks' | 'processing' | 'unknown'

export type Step =
  | 'capture'
  /** Money moved for a payment that had ended: it is completed after all, or becomes our mistake to refund. */
  | 'capture-late'
  | 'fail'
  | 'cancel'
  | 'await-bank'
  | 'await-answer'
  | 'none'

export function isLive(state: PaymentState): boolean {
  return state === 'CREATED' || state === 'PENDING'
}

/** PAY-6: only these let the step that depends on payment happen. */
export function isPaid(state: PaymentState): boolean {
  return state === 'CAPTURED' || state === 'COVERED_BY_VOUCHER'
}

const steps: Readonly<Record<Outcome, Step>> = {
  succeeded: 'capture',
  refused: 'fail',
  canceled: 'cancel',
  'bank-asks': 'await-bank',
  processing: 'await-answer',
  unknown: 'await-answer',
}

/** The same answer may come twice, late and in any order; an ended payment only learns that money moved. */
export function decideStep(state: PaymentState, outcome: Outcome): Step {
  if (isLive(state)) return steps[outcome]
  const ended = state === 'FAILED' || state === 'CANCELLED'
  return ended && outcome === 'succeeded' ? 'capture-late' : 'none'
}

export type ShownState = 'completed' | 'failed' | 'needs-bank' | 'checking' | 'cancelled'

export interface Standing {
  readonly state: PaymentState
  readonly needsBankSince: Date | null
  readonly checkingSince: Date | null
}

/** As the person sees it. */
export function shownState({ state, needsBankSince, checkingSince }: Standing): ShownState {
  if (state === 'FAILED') return 'failed'
  if (state === 'CANCELLED') return 'cancelled'
  if (!isLive(state)) return 'completed'
  return needsBankSince && !checkingSince ? 'needs-bank' : 'checking'
}
