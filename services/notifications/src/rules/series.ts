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
  /** The 90-day notice of this term, or one that stood for it, never went out (REN-16). */
  readonly standsFor90: boolean
}

/** Where a reminder stands among the others of its person. */
export function placeInSeries(one: InSeries, all: readonly InSeries[]): Place {
  const step = traits[one.kind].step
  let overtaken = false
  let standsFor90 = one.standsFor90
  if (step === undefined || one.isCopy) return { overtaken, standsFor90 }
  for (const other of all) {
    const otherStep = traits[other.kind].step
    if (otherStep === undefined || other.isCopy || other.id === one.id) continue
    if (other.subjectId !== one.subjectId || other.occurrence !== one.occurrence) continue
    const isOpen = other.state === 'queued' || other.state === 'superseded'
    if (other.sentToday || (other.state === 'queued' && otherStep > step)) overtaken = true
    if (isOpen && (otherStep === 1 || other.standsFor90)) standsFor90 = true
  }
  return { overtaken, standsFor90 }
}
