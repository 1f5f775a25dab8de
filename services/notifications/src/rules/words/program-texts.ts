import type { Language } from '../formatting.ts'

/**
 * Sentences of the mails that belong to the program and not to the software: another program, or
 * another reading of the law, brings its own.
 */
export interface ProgramTexts {
  /** What an expired holder must tell an employer (M-12). */
  readonly employer: Readonly<Record<Language, string>>
}

export const programTexts: ProgramTexts = {
  employer: {
    en: 'Tell your employer before you work again as a certified specialist.',
    es: 'Hable con su empleador antes de volver a trabajar como especialista con certificación.',
  },
}
