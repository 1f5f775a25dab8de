/**
 * M-13 may go to an address that is still to be proved, M-16 goes to one that no longer counts:
 * that they bounce says nothing about the address on file (NOT-5).
 */
export function goesToAddressOnFile(kind: string): boolean {
  return kind !== 'M-13' && kind !== 'M-16'
}
