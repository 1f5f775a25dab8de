import type { Words } from '../words.ts'

export const account: Words['account'] = {
  information: {
    title: 'Mis datos',
    text: 'Lo que tenemos registrado. Los cambios valen de inmediato.',
    bounced: 'No pudimos entregar correo a {{email}}. Sus fechas no cambian por eso.',
    right: 'Si la dirección es correcta, díganoslo y le escribiremos otra vez ahí.',
    confirm: 'Esta dirección es correcta',
    confirmed: 'Gracias. Le escribiremos otra vez a {{email}}.',
  },
  application: {
    title: 'Mi solicitud',
    number: 'Número de certificación',
    state: 'Estado hoy',
    first: 'Primera emisión',
    effective: 'Inicio de este período',
    expires: 'Vence',
    renewal: 'Renovación',
    renewalNone: 'No hay ninguna renovación en curso.',
    renewalDraft: 'Iniciada, guardada el {{saved}}. Nada se envía hasta que pague.',
    renewalChecking: 'Estamos revisando su pago.',
    renewalReview: 'Estamos revisando su renovación tardía.',
    renewalDone: 'Renovada el {{date}}.',
    signatures: 'Lo que firmó',
    signature: {
      issue: 'Código de Ética, firmado cuando se emitió su certificación',
      renewal: 'Código de Ética y declaración, firmados para la renovación',
      'late-renewal': 'Código de Ética y declaración, firmados para la renovación tardía',
    },
    noSignatures: 'Todavía no ha firmado nada aquí.',
  },
  comeBack: {
    title: 'Cómo volver',
    intro: 'Pasados más de 12 y hasta 24 meses desde la fecha de vencimiento, renovar ya no basta.',
    steps: [
      'Complete 20 horas de educación continua, 6 de ellas en leyes y ética, en los 2 años antes de su solicitud.',
      'Lea y firme otra vez el Código de Ética y la declaración.',
      'Pague la tarifa de renovación, el recargo y la tarifa del examen.',
      'Apruebe otra vez el examen. El personal revisa su renovación.',
    ],
    after:
      'Un nuevo período de 2 años comienza el día en que vuelva a tener certificación vigente. Conserva su número.',
    until: 'Puede volver de esta manera hasta el {{date}}.',
    contact:
      'En línea todavía no es posible. Llame al {{phone}} y el personal lo comenzará con usted. Por ahora no debe pagar nada.',
  },
  applyAgain: {
    title: 'Cómo solicitar de nuevo',
    intro:
      'Pasados más de 24 meses desde la fecha de vencimiento, para volver debe presentar una nueva solicitud.',
    steps: [
      'Presente un certificado de capacitación de un proveedor aprobado.',
      'Envíe la solicitud con su identificación.',
      'Lea y firme el Código de Ética.',
      'Apruebe el examen.',
    ],
    after: 'Con su nueva certificación conservará su número {{number}}.',
    afterNoNumber: 'Con su nueva certificación conservará su número anterior.',
    contact: 'Llame al {{phone}} y el personal le dirá cómo comenzar.',
  },
  apply: {
    title: 'Solicitar la certificación',
    intro: 'Si es su primera vez, esto es lo que necesita:',
    steps: [
      'Tiene 18 años o más y un diploma de escuela secundaria o su equivalente.',
      'Tiene experiencia vivida de recuperación, propia o como familiar, y está dispuesto a compartirla. No se piden pruebas.',
      'Completa 80 horas de capacitación con un proveedor aprobado.',
      'Acepta por escrito el Código de Ética.',
      'Aprueba el examen estatal.',
    ],
    contact:
      'En este sitio todavía no se reciben solicitudes nuevas. Llame al {{phone}} para comenzar.',
    already: '¿Ya tiene una certificación? Puede que esté con otra cuenta.',
  },
}
