/** "CMPSS-000318", "cmpss 318" and "318" are one number (CRT-5); anything else is none. */
export function numberIn(text: string): string | null {
  const digits = /^(?:cmpss)?[\s-]*0*(\d{1,6})$/i.exec(text.trim())?.[1]
  return digits ? `CMPSS-${digits.padStart(6, '0')}` : null
}

/** The code of an error page, however it was read aloud: with or without its dash. */
export function referenceIn(text: string): string | null {
  const letters = text.trim().toUpperCase().replaceAll(/[\s-]/g, '')
  return /^[2-9A-Z]{6}$/.test(letters) ? `${letters.slice(0, 4)}-${letters.slice(4)}` : null
}
