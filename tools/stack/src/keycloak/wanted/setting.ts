/** One setting: what it is and what it must be. */
export interface Setting {
  readonly name: string
  readonly is: unknown
  readonly wanted: unknown
}

export interface Expected {
  readonly portalUrl: string
  /** Brokers that are configured; the others must be off. */
  readonly brokers: readonly string[]
}

export const row = (name: string, is: unknown, wanted: unknown): Setting => ({ name, is, wanted })
export const sorted = (list: readonly string[] = []) => list.toSorted()

/** Who may be named in a token as the one it is for. */
export const audiences = [
  'applications',
  'ce-audit',
  'identity',
  'notifications',
  'payments',
  'portal',
]
/** Who has an account of its own. */
export const services = [
  'applications',
  'ce-audit',
  'identity',
  'importer',
  'notifications',
  'payments',
  'portal',
]
export const staffRoles = [
  'admin',
  'auditor',
  'county',
  'exam-coordinator',
  'finance',
  'investigator',
  'moderator',
  'panel',
  'reviewer',
]
export const outsideRoles = ['employer', 'peer', 'provider', 'service']
