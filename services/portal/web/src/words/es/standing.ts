import type { Words } from '../words.ts'

export const standing: Words['standing'] = {
  name: 'Su situación',
  checking: 'Revisando su pago',
  badge: {
    active: 'Activa',
    'active-open': 'Activa – renovación abierta',
    'active-started': 'Activa – renovación iniciada',
    'active-last-day': 'Activa – último día para renovar',
    'active-renewed': 'Activa – renovada',
    expired: 'Vencida',
    'expired-in-review': 'Vencida – en revisión',
    'expired-question': 'Vencida – necesitamos su respuesta',
    'expired-refused': 'Vencida – renovación negada',
    suspended: 'Suspendida',
    revoked: 'Revocada',
    inactive: 'Inactiva',
  },
  sentence: {
    'window-not-open':
      'Válida hasta el {{expires}}; puede renovar desde el {{opensDay}} y le avisaremos por correo ese día.',
    'just-opened':
      'Renueve a más tardar el {{expiresDay}}: {{fee}}, unos 10 minutos; su nueva fecha será el {{newExpires}} sin importar el día en que renueve.',
    drafted:
      'Guardada el {{saved}}; {{next}}; nada se envía hasta que pague, a más tardar el {{expires}}.',
    'last-day':
      'Pague hoy a más tardar a las 11:59 p. m., hora del Pacífico; después su certificación estará vencida, el total será {{lateTotal}} y el personal revisará la renovación.',
    expired:
      'Venció el {{expires}} y ahora no tiene certificación vigente; puede hacer una renovación tardía hasta el {{lateThrough}} por {{lateTotal}}, con revisión de hasta 30 días.',
    'expired-needs-exam':
      'Venció el {{expires}}; renovar ya no basta, también debe aprobar otra vez el examen, hasta el {{reinstateThrough}}.',
    vacated:
      'Venció hace más de 24 meses; para volver debe presentar una nueva solicitud y conservará su número.',
    suspended:
      'Mientras esté suspendida no puede renovar ni pagar; su fecha no cambia, y si la suspensión termina después, usará la renovación tardía y puede pedir que no se cobre el recargo.',
    renewed:
      'Renovada el {{renewed}}; válida hasta el {{expires}}; su próxima renovación se abre el {{nextOpens}}.',
    'payment-being-checked':
      'Estamos revisando su pago. No pague otra vez. Puede cerrar esta página. Mostraremos el resultado aquí y le enviaremos un correo.',
    'late-in-review':
      'Decidiremos a más tardar el {{decideBy}}; hasta entonces no tiene certificación vigente.',
    overdue: 'Vamos con retraso. Su revisión debía terminar el {{decideBy}}. Llame al {{phone}}.',
    'late-question':
      'Tenemos una pregunta sobre su renovación tardía; respóndala a más tardar el {{answerBy}}.',
    'late-refused':
      'No pudimos aprobar su renovación tardía; la decisión dice la razón y lo que puede hacer, y puede apelar hasta el {{appealBy}}.',
    revoked: 'Su certificación fue revocada; no se puede renovar y no debe nada.',
    surrendered: 'Usted entregó su certificación y no se puede renovar.',
  },
  next: {
    information: 'siguen Sus datos',
    ethics: 'sigue el Código de Ética',
    attestation: 'siguen la declaración y la firma',
    pay: 'sigue el pago',
  },
  action: {
    viewCertificate: 'Ver mi certificado',
    comeBack: 'Ver cómo volver',
    applyAgain: 'Ver cómo solicitar de nuevo',
    contact: 'Comunicarse con el programa',
    seeLate: 'Ver mi renovación tardía',
    answer: 'Responder la pregunta',
    readDecision: 'Leer la decisión',
  },
}
