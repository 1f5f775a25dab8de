/** Spanish terms of the program (renewal-service 6): the word that is used, and those that never are. */
export const glossary = [
  { use: 'vale', never: /\b(cup[oó]n|voucher|bono)(es)?\b/i },
  {
    use: 'recargo',
    never: /\b(multa|cargo por (retraso|atraso)|tarifa (por retraso|tard[ií]a))\b/i,
  },
  { use: 'educación continua', never: /educaci[oó]n continuada|formaci[oó]n continua/i },
  { use: 'leyes y ética', never: /derecho y [eé]tica|ley y [eé]tica/i },
  { use: 'panel', never: /\b(tablero|escritorio|dashboard)\b/i },
  { use: 'tarifa', never: /\bcuota\b/i },
  { use: 'comprobantes', never: /\bjustificantes?\b/i },
  { use: 'condado', never: /\bcounty\b/i },
] as const
