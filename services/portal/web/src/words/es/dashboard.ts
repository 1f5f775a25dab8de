import type { Words } from '../words.ts'

export const dashboard: Words['dashboard'] = {
  canStop:
    'Puede parar cuando quiera. Lo que escriba queda guardado. Nada se envía hasta que pague.',
  started: 'Renovación iniciada, guardada el {{saved}}',
  joined: 'Encontramos su certificación {{number}}.',
  empty: {
    title: 'No vemos una certificación con esta cuenta',
    otherWay: 'Iniciar sesión de otra manera',
    find: 'Buscar mi certificación',
    apply: 'Es mi primera vez: solicitar',
  },
  renewed: {
    title: 'Su certificación está renovada',
    sent: 'Enviamos una confirmación a {{email}}.',
    undelivered: 'No pudimos entregar la confirmación a {{email}}. Puede leerla en',
    receipt: 'Recibo',
    keep: 'Guarde sus comprobantes de educación continua hasta el {{date}}.',
    next: 'La próxima renovación se abre el {{date}}.',
    addToCalendar: 'Agregar a mi calendario',
    finished: '¿Terminó?',
  },
  calendar: {
    opens: 'Se abre la renovación de la certificación',
    opensText: 'Inicie sesión en {{site}} y seleccione Renovar mi certificación.',
  },
  messages: 'Mensajes',
  allMessages: 'Todos los mensajes',
  noMessages: 'Todavía no hay mensajes. También le escribiremos por correo.',
  unread: 'sin leer',
}
