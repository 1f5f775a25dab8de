import type { Words } from '../words.ts'

export const home: Words['home'] = {
  title: 'Su certificación',
  renewTitle: 'Renovar',
  renew: 'La renovación cuesta {{fee}} y toma unos 10 minutos.',
  renewLink: 'Cómo renovar',
  verifyTitle: 'Verificar un certificado',
  verify: 'Vea si una certificación está activa hoy.',
  verifyLink: 'Verificar un certificado',
  helpTitle: 'Ayuda',
  help: 'Llame al {{phone}}, {{hours}}.',
  loggedInAs: 'Inició sesión como {{name}}.',
  forward: 'Le llevamos a iniciar sesión…',
  forwardLink: 'Iniciar sesión ahora',
  trouble: {
    'log-in-expired':
      'El inicio de sesión tardó demasiado o ya se había usado. Nada cambió. Inicie sesión otra vez.',
    'log-in-cancelled':
      'El inicio de sesión no terminó. Nada cambió. Intente otra vez o use otra forma.',
    'log-in-unavailable':
      'En este momento no se puede iniciar sesión. Intente en unos minutos o llame al {{phone}}.',
    'log-in-refused':
      'No puede iniciar sesión aquí de esta manera. Use la misma manera y el mismo correo que en su solicitud actual, o llame al {{phone}}.',
  },
  cannot: {
    title: 'No puedo entrar',
    text: 'Díganos cómo puede comunicarse el personal con usted. Use esta página si ya no tiene el correo, el teléfono o la contraseña.',
    name: 'Su nombre',
    number: 'Número de certificación (opcional)',
    numberHint: 'Como CMPSS-000318; está en su certificado',
    contact: 'Teléfono o dirección donde el personal pueda responderle',
    send: 'Enviar',
    nameError: 'Escriba su nombre.',
    contactError: 'Escriba un teléfono o una dirección donde podamos responderle.',
    doneTitle: 'El personal le responderá',
    done: 'Recibimos su mensaje. El personal responde en días hábiles, {{hours}}. Si su fecha de vencimiento está cerca, llame al {{phone}}.',
  },
  find: {
    title: 'Buscar mi certificación',
    text: 'Escriba lo que dice su certificado. Si coincide con nuestros registros, enviaremos un código al correo registrado.',
    number: 'Número de certificación',
    name: 'Nombre en su certificado',
    send: 'Enviarme un código',
    numberError: 'Escriba su número de certificación, como CMPSS-000318.',
    nameError: 'Escriba el nombre que está en su certificado.',
    sent: 'Si esto coincide con nuestros registros, enviamos un código al correo registrado. ¿No llegó en 10 minutos? Le ayudamos: {{phone}}.',
    code: 'Código del correo',
    confirm: 'Continuar',
    codeError: 'Escriba el código del correo.',
    codeRefused: 'Este código no funciona. Revíselo o pida uno nuevo.',
    tooMany: 'Demasiados intentos. Pida un código nuevo.',
    anew: 'Pedir un código nuevo',
  },
}
