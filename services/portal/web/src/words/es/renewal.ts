import type { Words } from '../words.ts'

export const renewal: Words['renewal'] = {
  expires: 'Su certificación vence el {{date}}.',
  validThrough:
    'Si la renueva a más tardar a las 11:59 p. m., hora del Pacífico, de ese día, será válida hasta el {{date}}, sin importar el día en que renueve.',
  cost: 'Cuesta {{fee}} y toma unos 10 minutos. Tenga a la mano una tarjeta o un vale.',
  hours:
    'Necesita {{hours}} horas de educación continua, {{ethics}} de ellas en leyes y ética, hechas entre el {{from}} y el día en que renueve.',
  proof:
    'No tiene que enviar comprobantes ahora. Guárdelos por {{years}} años. Si le toca una revisión al azar, tendrá {{days}} días para enviarlos.',
  code: 'Leerá el Código de Ética y lo firmará de nuevo.',
  noReturn:
    'La tarifa no se devuelve. Después de pagar con tarjeta, no se puede usar un vale para la misma tarifa.',
  responsibility: 'Es su responsabilidad renovar antes de la fecha de vencimiento. Lea',
  educationPage: 'Renovación de la certificación y educación continua (CE)',
  canStop:
    'Puede parar cuando quiera. Lo que escriba queda guardado. Nada se envía hasta que pague.',
  late: {
    expired:
      'Su certificación venció el {{date}}. No tendrá certificación vigente hasta que el personal apruebe la renovación tardía.',
    price:
      'Tarifa {{fee}} + recargo {{lateFee}} = {{total}}. La revisión toma hasta {{days}} días. La tarifa no se devuelve si se niega la renovación.',
    until:
      'La renovación tardía es posible hasta el {{lateThrough}}. Una vez aprobada, será válida hasta el {{newExpires}}.',
    hours:
      'Necesita {{hours}} horas de educación continua, {{ethics}} de ellas en leyes y ética, hechas en los 2 años antes del día en que renueve: entre el {{from}} y hoy.',
    paid: 'Su tarifa sigue pagada. Enviar de nuevo la renovación no cuesta nada.',
  },
  notYet: {
    link: 'Todavía no tengo todas mis horas',
    onTime:
      'No firme antes de terminarlas. Puede comenzar ahora y firmar y pagar cualquier día hasta el {{expires}}. Si termina después, la renovación tardía cuesta {{lateTotal}} en total y el personal debe revisarla.',
    late: 'No firme antes de terminarlas. Puede comenzar ahora y firmar y pagar cualquier día hasta el {{lateThrough}}.',
    counts:
      'Lo que cuenta: cursos sobre el apoyo entre pares, sobre las personas a las que atiende, sobre la recuperación y sobre leyes y ética, en persona o en línea, de programas del condado, escuelas acreditadas, colegios profesionales y proveedores de capacitación aprobados.',
    adding:
      'Cómo se suman: 1 hora de clase es 1 hora. Los descansos no cuentan. El mismo curso cuenta una vez. 3 unidades universitarias son 12 horas.',
  },
  refused: {
    notOpen: 'Puede renovar desde el {{date}}. Le enviaremos un correo ese día.',
    already:
      'Usted ya renovó el {{date}}. No debe nada más. Su próxima renovación se abre el {{next}}.',
    none: 'No hay una certificación que renovar con esta cuenta.',
    inReview:
      'Su renovación tardía está con nuestro personal. Por ahora no tiene que hacer ni pagar nada.',
  },
}
