import type { Words } from '../words.ts'

export const frame: Words['frame'] = {
  skip: 'Saltar al contenido principal',
  site: 'Certificación',
  errorTitle: 'Error: {{title}}',
  stateProgram: 'Este es un programa estatal, no un sitio federal.',
  session: 'Su sesión',
  otherLanguage: 'English',
  menu: {
    payments: 'Pagos y recibos',
    messages: 'Mensajes',
    information: 'Mis datos',
  },
  steps: {
    name: 'Pasos',
    now: 'Paso {{n}} de 4: {{step}}',
    done: 'hecho',
    attestation: 'Declaración y firma',
  },
  foot: {
    reference: 'Si llama, diga esta referencia:',
    howTo: 'Cómo renovar',
    privacy: 'Privacidad',
    accessibility: 'Accesibilidad',
  },
  loading: 'Cargando…',
  slow: 'Cargando… Tarda más de lo normal. Puede esperar. Si en un minuto no pasa nada, vuelva a cargar esta página.',
  problem: 'Hay un problema',
  failed: {
    title: 'Algo falló',
    text: 'Algo falló de nuestro lado. No se perdió nada.',
    reference: 'Referencia {{reference}}.',
    noConnection: 'No hay conexión. No se perdió nada de lo que escribió. Intente otra vez.',
    tooMany: 'Demasiados intentos. Espere unos minutos e intente otra vez.',
    again: 'Intentar otra vez',
    call: 'Si continúa, llame al {{phone}}.',
  },
  notFound: {
    title: 'No encontramos esta página',
    text: 'Puede que la dirección tenga un error o que la página haya cambiado de lugar.',
    toDashboard: 'Ir al panel',
    toHome: 'Ir a la primera página',
  },
  cardsDown:
    'Los pagos con tarjeta no funcionan en este momento. Su formulario está guardado. Intente más tarde o llame al {{phone}}.',
  bounced: {
    text: 'No pudimos entregar correo a {{email}}. Sus fechas no cambian por eso.',
    check: 'Revisar mi correo',
  },
  idle: {
    title: '¿Sigue ahí?',
    text: 'En 2 minutos cerraremos su sesión para proteger sus datos. Todo lo que escribió está guardado.',
    stay: 'Seguir conectado',
  },
  loggedOut: {
    title: 'Su sesión está cerrada',
    idle: 'Cerramos su sesión para proteger sus datos. Todo lo que escribió está guardado.',
    other: 'Puede que su sesión de {{provider}} siga abierta en esta computadora.',
    shared: '¿Usa una computadora compartida? Cierre esta ventana al terminar.',
    back: 'Después de iniciar sesión, puede volver al lugar donde estaba.',
  },
  demo: {
    name: 'Demostración',
    text: 'Demostración: personas inventadas, sin dinero real. Hoy es',
    changeDay: 'Cambiar el día',
    changePerson: 'Cambiar la persona',
    mail: 'Leer el correo',
    day: 'Nuevo día',
    dayHint:
      'La hora del programa pasa a ese día y ocurre todo lo que corresponde. Puede tomar un minuto.',
    time: 'Hora del día (hora del Pacífico)',
    move: 'Cambiar',
    moving: 'Cambiando el día… {{seconds}} segundos',
    people:
      'Cierre la sesión y luego inicie sesión como una de estas personas. La contraseña es la misma para todas.',
    passwordIs: 'Contraseña: {{password}}',
    cancel: 'Cancelar',
    failed: 'El día no cambió: {{reason}}',
  },
}
