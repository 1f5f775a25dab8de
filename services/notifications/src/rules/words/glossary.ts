/** The program's terms in Spanish: one word each, everywhere. A test holds every Spanish text to it. */
export interface Term {
  readonly english: string
  readonly spanish: string
  /** Words that mean the same and must not be used beside the chosen one. */
  readonly never: readonly string[]
}

export const glossary: readonly Term[] = [
  { english: 'voucher', spanish: 'vale', never: ['cupón', 'bono', 'voucher'] },
  { english: 'late fee', spanish: 'recargo', never: ['multa', 'cargo por mora', 'penalización'] },
  { english: 'late renewal fee', spanish: 'recargo', never: ['tarifa tardía', 'cuota tardía'] },
  {
    english: 'continuing education',
    spanish: 'educación continua',
    never: ['formación continua', 'educación continuada'],
  },
  {
    english: 'law and ethics',
    spanish: 'leyes y ética',
    never: ['ley y ética', 'derecho y ética', 'legislación y ética'],
  },
  { english: 'dashboard', spanish: 'panel', never: ['tablero', 'escritorio', 'dashboard'] },
]
