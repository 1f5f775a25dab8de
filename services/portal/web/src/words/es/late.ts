import type { Words } from '../words.ts'

export const late: Words['late'] = {
  title: 'Estamos revisando su renovación tardía',
  questionTitle: 'Tenemos una pregunta sobre su renovación tardía',
  refusedTitle: 'Decisión sobre su renovación tardía',
  decideBy: 'Decidiremos a más tardar el {{date}}.',
  until: 'Hasta entonces su certificación está vencida y así aparece en el registro público.',
  overdue: 'Vamos con retraso. Su revisión debía terminar el {{date}}. Llame al {{phone}}.',
  ifApproved:
    'Si se aprueba, estará activa desde el día de la aprobación y será válida hasta el {{date}}.',
  stage: {
    received: 'Recibida',
    inReview: 'En revisión',
    nothing: 'No tiene que hacer nada. Si tenemos una pregunta, le escribiremos.',
    questionAsked: 'Le hicimos una pregunta el {{date}}.',
    answered: 'Usted respondió el {{date}}. Por ahora no tiene que hacer nada.',
    decision: 'Decisión',
    by: 'A más tardar el {{date}}',
  },
  paid: {
    title: 'Lo que pagó',
    total: 'Pagado el {{date}}',
    undated: 'Pagado',
    receipt: 'Recibo {{number}}',
    noReturn: 'La tarifa no se devuelve si se niega la renovación.',
  },
  question: {
    answerBy: 'Responda a más tardar el {{date}}.',
    title: 'Nuestra pregunta',
    label: 'Su respuesta',
    send: 'Responder la pregunta',
    error: 'Escriba su respuesta.',
    sent: 'Su respuesta está con nuestro personal.',
  },
  refused: {
    sentence: 'No pudimos aprobar su renovación tardía.',
    reason: 'La razón',
    again: 'Enviar de nuevo',
    againText:
      'Puede corregirla y enviarla de nuevo hasta el {{date}}. Volverá a leer sus datos, el Código de Ética y la declaración. No debe pagar nada. Desde el día en que la envíe corren otros 30 días, y su educación continua se cuenta hacia atrás desde ese día.',
    againButton: 'Enviar de nuevo',
    appeal: 'Apelar',
    appealText:
      'Puede apelar hasta el {{date}}. Llame al {{phone}} y diga que apela; el personal lo registra ese día.',
    noReturn: 'La tarifa no se devuelve.',
    notYet: 'Por ahora aquí no hay nada en revisión.',
  },
}
