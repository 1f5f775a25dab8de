/** "CMPSS-000318", "cmpss 318" and "318" are the same number; anything else is none (CRT-5). */
export function numberIn(text: string): string | null {
  const digits = /^(?:cmpss[-\s]?)?(\d{1,6})$/i.exec(text.trim())?.[1]
  return digits === undefined ? null : `CMPSS-${digits.padStart(6, '0')}`
}
