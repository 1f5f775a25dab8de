/** The form in which addresses are compared: case never matters (ACC-8). */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

export function sameEmail(a: string, b: string): boolean {
  return emailKey(a) === emailKey(b)
}
