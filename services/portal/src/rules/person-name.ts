/** "Marisol Vega Luna" → "Marisol V.": enough for the person, little for whoever looks over a shoulder. */
export function shortName(legalName: string): string {
  const [first = '', ...rest] = legalName.trim().split(/\s+/)
  const initial = [...(rest[0] ?? '')][0]
  return initial ? `${first} ${initial.toLocaleUpperCase('es-US')}.` : first
}
