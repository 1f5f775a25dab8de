export interface RefusalCount {
  readonly code: string
  readonly count: number
}

/** What somebody who calls wants to know: which refusals, how often, in the order in which they first came (WVR-15). */
export function countRefusals(codes: readonly string[]): RefusalCount[] {
  return [...new Set(codes)].map((code) => ({
    code,
    count: codes.filter((one) => one === code).length,
  }))
}
