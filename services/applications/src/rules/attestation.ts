import { sameName } from './name.ts'

export type Box = 'ethics' | 'hours' | 'records' | 'truth' | 'late'
export type Boxes = Partial<Record<Box, boolean | undefined>>

export interface Missing {
  /** JSON pointer into the form. */
  readonly field: string
  readonly reason: 'required' | 'name-mismatch'
}

/** The boxes at the end of the form, in the order in which they stand there; the last is asked of a late renewal only. */
export function boxesAsked(late: boolean): readonly Box[] {
  const always = ['ethics', 'hours', 'records', 'truth'] as const
  return late ? [...always, 'late'] : always
}

/** Everything that is missing from an attestation, all at once (REN-6, REN-7); nothing when it is whole. */
export function missingFrom(
  attestation: { readonly signatureName: string; readonly boxes: Boxes },
  asked: { readonly certifiedName: string; readonly late: boolean },
): Missing[] {
  return [
    ...nameMissing(attestation.signatureName, asked.certifiedName),
    ...boxesAsked(asked.late)
      .filter((box) => attestation.boxes[box] !== true)
      .map((box) => ({ field: `/boxes/${box}`, reason: 'required' as const })),
  ]
}

export function nameMissing(typed: string, certifiedName: string): Missing[] {
  const field = '/signatureName'
  if (typed.trim() === '') return [{ field, reason: 'required' }]
  return sameName(typed, certifiedName) ? [] : [{ field, reason: 'name-mismatch' }]
}
