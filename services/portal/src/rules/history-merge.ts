export interface Line {
  readonly id: string
  readonly at: string
  readonly actor: { readonly kind: string; readonly subject?: string }
}

export interface Sourced<Source, L> {
  readonly source: Source
  readonly line: L
}

/** One list, newest first; lines of one instant keep the order in which their source gave them (CONV-10). */
export function mergeHistories<Source extends string, L extends Line>(
  histories: readonly { readonly source: Source; readonly lines: readonly L[] }[],
): Sourced<Source, L>[] {
  return histories
    .flatMap(({ source, lines }) => lines.map((line) => ({ source, line })))
    .sort((one, other) => Date.parse(other.line.at) - Date.parse(one.line.at))
}

export function staffIn(lines: readonly Line[]): string[] {
  const subjects = lines.flatMap(({ actor }) =>
    actor.kind === 'staff' && actor.subject ? [actor.subject] : [],
  )
  return [...new Set(subjects)]
}
