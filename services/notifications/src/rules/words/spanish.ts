import type { Wording } from './wording.ts'

const go =
  'Vaya a {site:link}, seleccione Registrarse/Iniciar sesión y luego Renovar mi certificación.'

export const spanish: Wording = {
  program: 'Programa de certificación',
  greeting: 'Hola, {name}:',
  mails: {
    'M-1': {
      subject: 'Ya puede renovar su certificación',
      paragraphs: [
        'Su certificación {number} vence el {expiresOn:weekday}. Ya puede renovarla en línea; toma unos 10 minutos y cuesta {feeCents:money}. Renovar temprano no le quita tiempo: su nueva fecha será el {newExpiresOn:date}, sin importar el día en que renueve.',
        'Necesita {hours} horas de educación continua, {ethicsHours} de ellas en leyes y ética; no tiene que enviar comprobantes ahora.',
        go,
      ],
    },
    'M-2': {
      subject:
        '[one|Le queda {days} día][several|Le quedan {days} días] para renovar su certificación',
      paragraphs: [
        'Su certificación vence el {expiresOn:weekday}. Es buen momento para sumar sus horas: {hours} en total, {ethicsHours} de leyes y ética, terminadas antes de renovar.',
        'Si tiene un vale, úselo al pagar; no se puede usar después de pagar con tarjeta.',
        go,
      ],
    },
    'M-3': {
      subject:
        '[one|Le queda {days} día][several|Le quedan {days} días] para renovar su certificación',
      paragraphs: [
        'Su certificación vence el {expiresOn:weekday}. Renovar a más tardar ese día cuesta {feeCents:money} y queda lista de inmediato. Después estará vencida, renovar costará {lateTotalCents:money} y la revisión puede tomar hasta {reviewDays} días.',
        `${go} Si algo le impide renovar, llame al {phone}.`,
      ],
    },
    'M-4': {
      subject:
        '[one|Queda {days} día][several|Quedan {days} días]: su certificación vence el {expiresOn:monthDay}',
      paragraphs: [
        'Su certificación vence el {expiresOn:weekday} a las 11:59 p. m., hora del Pacífico. Toma unos 10 minutos en un teléfono o una computadora. Lo que cuenta es el momento en que presiona Pagar, si el pago después se completa, así que por favor no espere hasta la última hora.',
        '¿Problemas para entrar o pagar? Llame al {phone} esta semana.',
      ],
    },
    'M-5': {
      subject: 'Hoy es el último día para renovar su certificación',
      paragraphs: [
        'Su certificación vence hoy a las 11:59 p. m., hora del Pacífico. Si paga {feeCents:money} a más tardar a esa hora, será válida de inmediato hasta el {newExpiresOn:date}. Desde mañana no tendría certificación vigente hasta que se revise una renovación tardía ({lateTotalCents:money}).',
        go,
      ],
    },
    'M-6': {
      subject: 'Su certificación está renovada',
      paragraphs: [
        'Su certificación {number} está renovada y es válida hasta el {expiresOn:weekday}. Su nuevo certificado ya está en su panel. Su empleador puede verificarlo en {verificationUrl:link}.',
        'Guarde sus comprobantes de educación continua hasta el {keepRecordsUntil:date}; si le toca una revisión al azar, tendrá {auditDays} días para enviarlos.',
        'Si usted no hizo esta renovación, llame de inmediato al {phone}.',
      ],
    },
    'M-7': {
      subject: 'Recibo {receiptNumber}: {totalCents:money}',
      paragraphs: [
        'Recibimos {totalCents:money} el {paidOn:date}[card|, con la tarjeta terminada en {cardLast4}]. Pagó la tarifa de renovación de la certificación[late| y el recargo por renovación tardía] de {name}, {number}.[nothingCharged| [voucher|El vale {vouchers} cubrió][vouchersMany|Los vales {vouchers} cubrieron] {coveredCents:money}; no se cobró nada.][partCovered| [voucher|El vale {vouchers} cubrió][vouchersMany|Los vales {vouchers} cubrieron] {coveredCents:money}.][waived| No se cobró el recargo de {waivedCents:money}.] La tarifa no se devuelve.',
        'En Pagos y recibos hay un PDF para su empleador o para usted.',
      ],
    },
    'M-8': {
      subject: 'Recibimos su renovación tardía',
      paragraphs: [
        'Recibimos su renovación tardía[paid| y {totalCents:money}] el {submittedOn:date}. El personal decidirá a más tardar el {decideBy:date}. Hasta entonces su certificación está vencida y así aparece en el registro público.',
        'No tiene que hacer nada; si tenemos una pregunta, le escribiremos.',
      ],
    },
    'M-9-approved': {
      subject: 'Su renovación tardía fue aprobada',
      paragraphs: [
        'Su certificación {number} está activa desde el {activeFrom:date}. Es válida hasta el {expiresOn:weekday}, dos años después de la fecha anterior. Su certificado ya está en su panel y los empleadores pueden verificarlo en {verificationUrl:link}.',
      ],
    },
    'M-9-refused': {
      subject: 'Decisión sobre su renovación tardía',
      paragraphs: [
        'No pudimos aprobar su renovación tardía. La razón y lo que puede hacer están en su panel; inicie sesión para leerlas. Puede corregirla y enviarla de nuevo, sin volver a pagar, hasta el {resubmitThrough:date}. Puede apelar hasta el {appealBy:date}. La tarifa no se devuelve.',
      ],
    },
    'M-10': {
      subject: 'Su pago de renovación no se completó',
      paragraphs: [
        'El pago de {totalCents:money} del {failedOn:date} no se completó y no se le cobró nada. Su certificación todavía no está renovada; su formulario está guardado. Inicie sesión, seleccione Renovar mi certificación y pague con otra tarjeta o con un vale[payBy| a más tardar el {payBy:weekday}].',
        'Su banco puede decirle por qué rechazó la tarjeta; nosotros no vemos la razón completa.',
      ],
    },
    'M-11': {
      subject: 'Estamos revisando su pago',
      paragraphs: [
        'Todavía no sabemos si su pago de {totalCents:money} se completó. Por favor no pague otra vez. Estamos consultando a la compañía de la tarjeta y le escribiremos en cuanto sepamos. Si se completa, lo que cuenta es el momento en que presionó Pagar.',
      ],
    },
    'M-12': {
      subject: 'Su certificación venció el {expiresOn:date}',
      paragraphs: [
        'Su certificación {number} venció el {expiresOn:weekday}, así que ahora no tiene certificación vigente. Todavía puede hacer una renovación tardía, en línea, hasta el {lateThrough:date}. Cuesta {lateTotalCents:money} y el personal la revisa en un plazo de {reviewDays} días; una vez aprobada, será válida hasta el {newExpiresOn:date}.',
        '{employer}',
        'Si cree que es un error, o si algo le impidió renovar, llame al {phone}.',
      ],
    },
    'M-13': {
      subject: 'Su código',
      paragraphs: ['Su código es {code}. Sirve por 10 minutos. Si no lo pidió, no haga nada.'],
    },
    'M-14': {
      subject: 'Tiene un vale',
      paragraphs: [
        'El vale {code} paga [renewal|la tarifa de renovación de la certificación][late|el recargo por renovación tardía] hasta el {expiresOn:weekday}. Es solo para usted. Úselo al pagar.',
      ],
    },
    'M-15': {
      subject: 'Tenemos una pregunta sobre su renovación tardía',
      paragraphs: ['Inicie sesión para leerla y responder a más tardar el {answerBy:weekday}.'],
    },
    'M-16': {
      subject: 'Se cambió su correo electrónico',
      paragraphs: [
        'Ahora le escribimos a otra dirección. Si usted no lo cambió, llame de inmediato al {phone}.',
      ],
    },
  },
  drafted: 'Usted ya comenzó; lo que escribió está guardado.',
  copy: 'Copia de nuestro mensaje del {copied:short}',
  portal: 'También puede leer este mensaje en {site:link}, en Mensajes.',
  help: '¿Preguntas? Llame al {phone}.',
  because: {
    notice:
      'Recibe este aviso porque ya puede renovar su certificación. Se envía a todas las personas certificadas.',
    reminder:
      'Recibe este recordatorio porque su certificación vence pronto. Para dejar de recibir estos recordatorios adicionales, abra {unsubscribe:link} y confirme allí. Sus fechas no cambian.',
    certification: 'Recibe este mensaje porque trata de su certificación.',
    code: 'Recibe este mensaje porque se pidió un código con su certificación.',
    former: 'Recibe este mensaje porque antes le escribíamos a esta dirección.',
    copy: 'Recibe esta copia porque nuestro personal se la envió.',
  },
}
