/** CMPSS-000318 from whatever a person types for it: `cmpss 318`, `318`, `CMPSS-000318` (CRT-5). */
export function readNumber(text: string): string | undefined {
  const digits = /^(?:cmpss)?0*([0-9]{1,6})$/.exec(
    text.toLowerCase().replaceAll(/[\s-]+/g, ''),
  )?.[1]
  return digits === undefined ? undefined : `CMPSS-${digits.padStart(6, '0')}`
}
