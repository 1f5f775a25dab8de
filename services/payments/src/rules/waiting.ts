/** When somebody asks again, tells the person, or gives up. All on machine time: a moved program clock hurries no bank. */
import type { PaymentState } from './payment.ts'

export interface Patience {
  /** After this long without an outcome the person is told by mail (M-11), and staff see an alarm. */
  readonly delayedMs: number
  /** A bank's question not answered, or a request that never arrived, is ended after this long. */
  readonly giveUpMs: number
  /** First and longest pause between two questions to the processor. */
  readonly firstMs: number
  readonly longestMs: number
}

export interface Waiting {
  readonly state: PaymentState
  readonly receivedAt: Date
  readonly needsBankSince: Date | null
  readonly checkingSince: Date | null
}

/** Doubling pauses: soon at first, because most unknowns are over in seconds. */
export function nextCheck(attempts: number, now: Date, { firstMs, longestMs }: Patience): Date {
  return new Date(now.getTime() + Math.min(longestMs, firstMs * 2 ** Math.min(attempts, 20)))
}

/** "Unknown for more than 15 minutes": waiting for the person's bank is not unknown. */
export function isOverdue(waiting: Waiting, now: Date, { delayedMs }: Patience): boolean {
  const { state, checkingSince } = waiting
  const live = state === 'PENDING' || state === 'CREATED'
  return live && checkingSince !== null && now.getTime() - checkingSince.getTime() >= delayedMs
}

/** Whether to end it at the processor, if the processor then agrees. */
export function mayGiveUp(waiting: Waiting, now: Date, { giveUpMs }: Patience): boolean {
  const since = waiting.needsBankSince ?? waiting.receivedAt
  return now.getTime() - since.getTime() >= giveUpMs
}
