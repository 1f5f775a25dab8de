import type { components } from '@peercert/contracts/applications'

type Renewal = components['schemas']['Renewal']
export type Boxes = components['schemas']['Boxes']
export type Box = keyof Boxes
export type Change = Omit<components['schemas']['RenewalChange'], 'version'>

/** One thing on the form that a person entered here and somewhere else differently. */
export type Differing =
  | { readonly field: 'signatureName'; readonly mine: string; readonly theirs: string }
  | { readonly field: Box; readonly mine: boolean; readonly theirs: boolean }

/** Entered here, and changed in another window since this one read it. */
export function differingFields(change: Change, base: Renewal, current: Renewal): Differing[] {
  const found: Differing[] = []
  const { signatureName } = change
  if (
    signatureName !== undefined &&
    current.signatureName !== base.signatureName &&
    current.signatureName !== signatureName
  )
    found.push({ field: 'signatureName', mine: signatureName, theirs: current.signatureName })
  for (const [name, mine] of Object.entries(change.boxes ?? {})) {
    const box = name as Box
    const theirs = current.boxes[box] ?? false
    if (theirs !== (base.boxes[box] ?? false) && theirs !== mine)
      found.push({ field: box, mine, theirs })
  }
  return found
}

/** What is left of a change when the other window's text stands; null when nothing is. */
export function without(change: Change, fields: readonly Differing[]): Change | null {
  const names = new Set<string>(fields.map(({ field }) => field))
  const boxes = Object.fromEntries(
    Object.entries(change.boxes ?? {}).filter(([box]) => !names.has(box)),
  )
  const { signatureName, boxes: _boxes, ...rest } = change
  const kept: Change = {
    ...rest,
    ...(signatureName !== undefined && !names.has('signatureName') && { signatureName }),
    ...(Object.keys(boxes).length > 0 && { boxes }),
  }
  return Object.keys(kept).length > 0 ? kept : null
}
