/** Sentences that exist in both languages; the reviewer may change them. */
export interface Words {
  readonly en: string
  readonly es: string
}

export const questions: readonly Words[] = [
  {
    en: 'Your signature does not match the name on your certificate. Is your legal name different now?',
    es: 'Su firma no coincide con el nombre de su certificado. ¿Ha cambiado su nombre legal?',
  },
  {
    en: 'When did you finish your 20 hours of continuing education, including 6 hours of law and ethics?',
    es: '¿Cuándo terminó sus 20 horas de educación continua, incluidas 6 horas de leyes y ética?',
  },
  {
    en: 'Did you work as a certified specialist after your certification expired? If so, from when to when?',
    es: '¿Trabajó como especialista con certificación después de que venció? Si es así, ¿desde cuándo y hasta cuándo?',
  },
]

export type RefusalCode = 'NOT_ELIGIBLE_STATUS' | 'SIGNATURE_INVALID' | 'NO_ANSWER' | 'OTHER'

export const refusals: Readonly<
  Record<RefusalCode, { readonly text: string; readonly words: Words }>
> = {
  NOT_ELIGIBLE_STATUS: {
    text: 'The status does not allow a renewal',
    words: {
      en: 'Your certification was suspended or revoked when you sent the renewal, so it could not be renewed.',
      es: 'Su certificación estaba suspendida o revocada cuando envió la renovación, por lo que no se pudo renovar.',
    },
  },
  SIGNATURE_INVALID: {
    text: 'The signature is not valid',
    words: {
      en: 'The name you typed to sign is not your legal name, so the signature is not valid.',
      es: 'El nombre que escribió para firmar no es su nombre legal, por lo que la firma no es válida.',
    },
  },
  NO_ANSWER: {
    text: 'The question was not answered',
    words: {
      en: 'We asked you a question about your late renewal and did not get an answer in time.',
      es: 'Le hicimos una pregunta sobre su renovación tardía y no recibimos respuesta a tiempo.',
    },
  },
  OTHER: { text: 'Another reason', words: { en: '', es: '' } },
}
