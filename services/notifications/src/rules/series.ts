import { type Kind, traits } from './notice-kind.ts'

/** A reminder, or another one of the same person, term and certification. */
export interface InSeries {
  readonly id: string
  readonly kind: Kind
  readonly subjectId: string
  /** The term. */
  readonly occurrence: string
  readonly state: string
  readonly sentToday: boolean
  readonly isCopy: boolean
  readonly standsFor90: boolean
}

export interface Place {
  /** A later one waits, or one went out today: only the latest counts on one day (NOT-3). */
  readonly overtaken: boolean
  /** The 90-day notice of this term never went out, nor anything in its place (REN-16). */
  readonly standsFor90: boolean
}

/** Where a reminder stands among the others of its person. */
export function placeInSeries(one: InSeries, all: readonly InSeries[]): Place {
  const step = stepOf(one)
  const others = step === undefined ? [] : all.filter((other) => isSameSeries(one, other))
  return {
    overtaken: others.some((other) => other.sentToday || isWaitingAfter(other, step)),
    standsFor90: one.standsFor90 || (others.some(isUnsent90) && !others.some(isSent)),
  }
}

/** Copies repeat a reminder and are none. */
function stepOf({ kind, isCopy }: InSeries): number | undefined {
  return isCopy ? undefined : traits[kind].step
}

function isSameSeries(one: InSeries, other: InSeries): boolean {
  const isAbout = other.subjectId === one.subjectId && other.occurrence === one.occurrence
  return isAbout && other.id !== one.id && stepOf(other) !== undefined
}

function isWaitingAfter(other: InSeries, step = 0): boolean {
  return other.state === 'queued' && (stepOf(other) ?? 0) > step
}

/** Whatever went out of a term was its 90-day notice, or stood for it. */
function isSent({ state }: InSeries): boolean {
  return state === 'sent'
}

function isUnsent90(other: InSeries): boolean {
  const isUnsent = other.state === 'queued' || other.state === 'superseded'
  return isUnsent && (stepOf(other) === 1 || other.standsFor90)
}
