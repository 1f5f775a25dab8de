/** A code lives ten minutes of machine time and takes five wrong answers. */
export const codeMinutes = 10
export const codeTries = 5

export interface CodeFacts {
  readonly expiresAt: Date
  readonly tries: number
  readonly spent: boolean
  /** What was typed is the code. */
  readonly matches: boolean
}

export type CodeDecision = 'good' | 'refused' | 'too-many'

/** Once it was tried too often, the right code is refused, too. */
export function decideCode(code: CodeFacts, machineNow: Date): CodeDecision {
  if (code.spent || machineNow >= code.expiresAt) return 'refused'
  if (code.tries >= codeTries) return 'too-many'
  return code.matches ? 'good' : 'refused'
}

export function codeExpiry(machineNow: Date): Date {
  return new Date(machineNow.getTime() + codeMinutes * 60_000)
}

/** What somebody types or reads aloud: spaces and hyphens never matter. */
export function readCode(text: string): string {
  return text.replaceAll(/[\s-]+/g, '')
}
