/** Seen or called back, and the names compared: less does not prove who somebody is. */
export function checkListComplete(checked: readonly string[]): boolean {
  const met = checked.includes('photo-id-seen') || checked.includes('called-back')
  return met && checked.includes('name-compared')
}
