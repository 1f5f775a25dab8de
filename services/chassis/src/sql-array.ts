/**
 * Values that need no quoting, as PostgreSQL writes arrays: {1,2}. Ids, numbers and codes only; by the
 * hundred this is far cheaper than what the driver does for values of any kind.
 */
export function arrayOf(values: readonly (string | number | boolean | null)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`
}
