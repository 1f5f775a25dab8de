import type { Language } from '../rules/text.ts'

export interface CertificateWords {
  readonly locale: string
  readonly title: string
  readonly document: string
  readonly certifies: string
  readonly statement: string
  readonly issuer: string
  readonly number: string
  readonly firstIssued: string
  readonly effective: string
  readonly validThrough: string
  readonly check: (address: string) => string
  readonly code: (address: string) => string
  readonly paper: string
}

/** What a certificate says (CRT-4), whole in both languages. */
export const certificateWords: Readonly<Record<Language, CertificateWords>> = {
  en: {
    locale: 'en-US',
    title: 'Certificate',
    document: 'Medi-Cal Peer Support Specialist Certification',
    certifies: 'This certifies that',
    statement: 'is a certified Medi-Cal Peer Support Specialist.',
    issuer: 'Issued by CalMHSA, the California Mental Health Services Authority.',
    number: 'Number',
    firstIssued: 'First issued',
    effective: 'Effective',
    validThrough: 'Valid through',
    check: (address) =>
      `To check this certificate, scan the code or open ${address} – no log-in is needed.`,
    code: (address) => `QR code that opens ${address}`,
    paper:
      'This paper shows what was true on the day it was made. The address above shows what is true now.',
  },
  es: {
    locale: 'es-US',
    title: 'Certificado',
    document: 'Certificación de Especialista en Apoyo entre Pares de Medi-Cal',
    certifies: 'Se certifica que',
    statement: 'tiene la certificación de Especialista en Apoyo entre Pares de Medi-Cal.',
    issuer:
      'Emitida por CalMHSA, la Autoridad de Servicios de Salud Mental de California (California Mental Health Services Authority).',
    number: 'Número',
    firstIssued: 'Emitida por primera vez',
    effective: 'Vigente desde',
    validThrough: 'Válida hasta',
    check: (address) =>
      `Para verificar este certificado, escanee el código o abra ${address} – no hace falta iniciar sesión.`,
    code: (address) => `Código QR que abre ${address}`,
    paper:
      'Este papel muestra lo que era cierto el día en que se hizo. La dirección de arriba muestra lo que es cierto ahora.',
  },
}
