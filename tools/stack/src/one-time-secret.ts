import type { DataFolder } from '@peercert/local/data-folder'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What the phone of a demo staff member holds, in Base32; the same for as long as the data lives. */
export function oneTimeSecretOf(folder: DataFolder, email: string): string {
  const seed = Buffer.from(folder.secret(`one-time.${email}`))
  return [...seed].map((byte) => alphabet[byte % alphabet.length]).join('')
}
