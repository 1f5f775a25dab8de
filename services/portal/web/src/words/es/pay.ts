import type { Words } from '../words.ts'

export const pay: Words['pay'] = {
  title: 'Revise su solicitud y pague',
  signedTitle: 'Lo que firmó',
  attestation: 'Declaración',
  signed: 'Firmado',
  codeValue: 'Versión {{version}}, en {{language}}',
  language: { en: 'inglés', es: 'español' },
  attestationValue:
    '{{hours}} horas, incluidas {{ethics}} horas de leyes y ética, del {{from}} al {{to}}',
  signedValue: '{{name}}, {{date}}, {{time}}',
  saveCopy: 'Guardar una copia',
  line: { RENEWAL: 'Tarifa de renovación', LATE_RENEWAL: 'Recargo por renovación tardía' },
  boxLine: {
    RENEWAL: 'Tarifa de renovación de la certificación',
    LATE_RENEWAL: 'Recargo por renovación tardía',
  },
  voucherLine: 'Vale {{number}}',
  waived: 'Recargo que no se cobra',
  total: 'Total de hoy',
  after: 'Su nueva fecha de vencimiento: {{date}}. Sin otros cargos. La tarifa no se devuelve.',
  afterLate:
    'Válida hasta el {{date}} una vez aprobada. Sin otros cargos. La tarifa no se devuelve.',
  hint: 'Esto abre el cuadro de pago. Todavía no se le cobra.',
  stillTrue: 'Firmé el {{signed}}. Mis respuestas siguen siendo verdad hoy, {{today}}.',
  stillTrueError: 'Marque la casilla para confirmar que sus respuestas siguen siendo verdad hoy.',
  lastDay:
    'Pague hoy a más tardar a las 11:59 p. m., hora del Pacífico. Después el total será {{lateTotal}} y el personal revisará la renovación.',
  minutesLeft: 'Hoy quedan {{minutes}} minutos.',
  minuteLeft: 'Hoy queda 1 minuto.',
  sendAgain: 'Enviar de nuevo',
  sendAgainHint: 'Su tarifa ya está pagada. No debe nada.',
  box: {
    title: 'Pague la tarifa de renovación',
    close: 'Cerrar',
    haveVoucher: 'Usted tiene un vale que cubre esta tarifa',
    useMine: 'Usar mi vale',
    mine: '{{number}}, válido hasta el {{date}}',
    otherWay: 'Pagar de otra manera',
    voucher: 'Código de vale (si tiene uno)',
    voucherHint: 'Después de pagar con tarjeta, no se puede usar un vale para la misma tarifa.',
    apply: 'Aplicar',
    applied: 'El vale {{number}} está aplicado. Total de hoy: {{total}}.',
    remove: 'No usar este vale',
    someoneElse: 'Otra persona puede pagar con su tarjeta. La renovación sigue siendo suya.',
    number: 'Número de tarjeta',
    expiry: 'Vencimiento',
    cvc: 'Código de seguridad',
    zip: 'Código postal',
    nothing: 'No se le cobrará nada. Seleccione Pagar para terminar.',
    note: 'Sin otros cargos. La tarifa no se devuelve.',
    paying: 'Procesando el pago… Si esta página se cierra, su pago está a salvo.',
    loading: 'Cargando los campos de la tarjeta…',
  },
  notCharged: 'No se le cobró nada.',
  failed: {
    declined:
      'Su banco rechazó esta tarjeta. Intente otra vez, use otra tarjeta o use un vale. El intento puede aparecer como pendiente unos días; desaparece solo.',
    'not-enough-money': 'Esta tarjeta no tiene saldo suficiente para {{total}}.',
    'wrong-number': 'Revise el número de la tarjeta.',
    'wrong-expiration': 'Revise la fecha de vencimiento.',
    'wrong-security-code': 'Revise el código de seguridad.',
    'wrong-zip': 'Revise el código postal.',
    'bank-not-confirmed':
      'Su banco no confirmó este pago. Intente otra vez, use otra tarjeta o use un vale.',
    'processor-error':
      'La compañía de la tarjeta no pudo recibir el pago. Intente otra vez, use otra tarjeta o use un vale.',
    voucherReleased: 'Su vale no se ha gastado.',
  },
  bank: {
    text: 'Su banco le pide confirmar este pago. Siga sus pasos; aquí esperamos.',
    go: 'Continuar con mi banco',
  },
  checking: 'Estamos revisando su pago. No pague otra vez.',
  checkingMore:
    'Puede cerrar esta página. Mostraremos el resultado aquí y le enviaremos un correo.',
  voucher: {
    'voucher-unknown':
      'No conocemos este código. Revise letras y números; los espacios no importan.',
    'voucher-not-yours': 'Este vale pertenece a otra persona y no se puede transferir.',
    'voucher-expired': 'Este vale venció el {{date}}.',
    'voucher-program-closed': 'El programa de este vale está cerrado.',
    'voucher-already-used': 'Este vale ya se usó el {{date}}.',
    'voucher-wrong-fee': 'Este vale paga otra tarifa (examen), no la de renovación.',
    expiredUndated: 'Este vale ya venció.',
    usedUndated: 'Este vale ya se usó.',
    seeReceipt: 'Ver ese recibo',
    locked:
      'Puede probar otro código a las {{time}} Pagar con tarjeta funciona ahora, pero entonces el vale no se podrá usar para esta tarifa.',
    call: '¿Preguntas? Llame al {{phone}}.',
  },
  cardNeeded:
    'El total de hoy es ahora {{total}}. Escriba los datos de una tarjeta y seleccione Pagar.',
  midnight:
    'Ya pasó la medianoche, hora del Pacífico. Su certificación venció el {{date}}. Todavía puede hacer una renovación tardía: el total es ahora {{total}} y el personal la revisará. No se perdió nada de lo que escribió.',
  midnightNext: 'Firmar de nuevo',
  feeChanged: 'La tarifa cambió el {{date}}. El total es ahora {{total}}.',
  totalChanged: 'El total cambió. Ahora es {{total}}.',
  suspended:
    'Su certificación está suspendida desde hoy y no se puede renovar ahora. Su formulario queda guardado.',
  noLonger:
    'Su renovación ya no se puede pagar así como está. Su formulario queda guardado. Llame al {{phone}}.',
  already: 'Ya está renovada. No debe nada más.',
  noAnswer: 'No hay conexión con la página de pago. Su formulario está guardado. Intente otra vez.',
}
