import type { Words } from '../words.ts'

export const pages: Words['pages'] = {
  howTo: {
    title: 'Cómo renovar',
    parts: [
      'Inicie sesión',
      'Encuentre su solicitud',
      'Comience',
      'Complete el formulario',
      'Pague',
      'Su certificación renovada',
    ],
    steps: {
      1: 'Vaya a {{site}}.',
      2: 'Seleccione {{register}} en la parte de arriba de la página.',
      3: 'Aparece un cuadro con el título {{logIn}}.',
      4: 'Escriba {{email}} y {{password}} y seleccione {{logIn}}, o seleccione {{google}} o {{microsoft}}.',
      '5A': 'Una opción: en el menú, bajo {{dashboard}}, seleccione {{renewMy}}.',
      '5B': 'La otra: en el cuadro {{renewalBox}}, seleccione {{start}}.',
      6: 'Lea la información sobre la renovación.',
      7: 'Seleccione {{start}}.',
      8: 'Complete el formulario {{renewalBox}}.',
      9: 'Lea el {{code}} y la {{attestation}}: usted confirma 20 horas de educación continua, 6 de ellas en leyes y ética, en los 2 años antes de la fecha de esta solicitud.',
      10: 'Escriba su nombre para firmar, marque las casillas al final del formulario y seleccione {{continue}}.',
      11: 'En el cuadro {{feeBox}}, seleccione {{pay}}.',
      12: 'Escriba los datos de {{card}} o {{voucher}} y seleccione {{pay}} otra vez.',
      13: 'Su certificado renovado está en su panel, en el cuadro {{myCertificate}}.',
      14: 'Se envía una confirmación a su correo registrado.',
      15: 'La renovación es válida por 2 años desde su fecha de vencimiento anterior; por ejemplo, “{{validThrough}}”.',
    },
    exampleDate: '31 de diciembre de 2028',
    late: 'Renovar después de la fecha de vencimiento funciona igual. Lleva la etiqueta “{{late}}”, cuesta más y el personal la revisa.',
  },
  help: {
    title: 'Ayuda',
    call: 'Llame al {{phone}}, {{hours}}.',
    reference:
      'Diga esta referencia, para que el personal encuentre lo que usted vio: {{reference}}.',
    topics: 'Preguntas frecuentes',
    items: [
      {
        question: 'No puedo iniciar sesión',
        answer:
          'Use la misma manera y el mismo correo que en su solicitud actual. Una cuenta nueva no muestra su certificación.',
      },
      {
        question: 'Rechazaron mi tarjeta',
        answer: 'No se le cobró nada. Use otra tarjeta o un vale. Su formulario está guardado.',
      },
      {
        question: 'Dice que están revisando mi pago',
        answer:
          'No pague otra vez. Consultamos a la compañía de la tarjeta y le escribiremos en cuanto sepamos. Lo que cuenta es el momento en que presionó Pagar.',
      },
      {
        question: 'No he terminado mis horas de educación continua',
        answer:
          'No firme todavía. Puede comenzar el formulario ahora, y firmar y pagar cualquier día hasta que venza su certificación.',
      },
      {
        question: 'Cambió mi nombre',
        answer:
          'Renueve con el nombre de su certificado. Después pida el cambio de nombre: es gratis y conserva su número y sus fechas.',
      },
    ],
    cannot: 'No puedo entrar',
  },
  privacy: {
    title: 'Privacidad',
    paragraphs: [
      'Guardamos lo que su certificación necesita: su nombre, cómo comunicarnos con usted, su certificación y sus fechas, lo que firmó y lo que pagó.',
      'Los números de tarjeta van directamente de su navegador a la compañía de la tarjeta. Nunca llegan a nosotros.',
      'En el registro público cualquiera puede ver: nombre, número, estado, condado, la fecha de la primera emisión y la fecha de vencimiento. Nada más.',
      'Los asuntos de nuestros correos, la línea en su estado de cuenta y las entradas de calendario nunca dicen de qué es su certificación.',
      'Cuando el personal abre su expediente, queda registrado con la razón.',
      'Usamos una sola cookie, para mantener su sesión. Termina cuando la cierra.',
    ],
    ask: '¿Preguntas sobre sus datos? Llame al {{phone}}.',
  },
  accessibility: {
    title: 'Accesibilidad',
    paragraphs: [
      'Este sitio está hecho para usarse con teclado, lector de pantalla, letra grande, alto contraste, teléfono y conexión lenta. Sigue las WCAG 2.2, nivel AA.',
      'Tiene tiempo: lo que escribe queda guardado, y antes de cerrar su sesión se le pregunta.',
      'El certificado y los recibos son archivos PDF etiquetados.',
    ],
    ask: '¿Algo no le funciona o lo necesita de otra forma? Llame al {{phone}}.',
  },
}
