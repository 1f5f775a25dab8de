import type { Words } from '../words.ts'

export const attest: Words['attest'] = {
  count: 'Cuente sus horas hechas entre el {{from}} y hoy, {{today}}.',
  readAgain: 'Leer otra vez el Código de Ética',
  rules:
    '1 hora de clase es 1 hora. Los descansos no cuentan. El mismo curso cuenta una vez. 3 unidades universitarias son 12 horas.',
  sign: 'Escriba su nombre legal completo para firmar',
  date: 'Nosotros escribimos la fecha: {{date}}.',
  checkEach: 'Marque cada casilla',
  box: {
    ethics: 'He leído el Código de Ética y acepto cumplirlo.',
    hours:
      'Completé {{hours}} horas de educación continua, incluidas {{ethics}} horas de leyes y ética, en los 2 años antes de la fecha de esta solicitud (del {{from}} a hoy).',
    records:
      'Guardaré mis comprobantes por 2 años y los enviaré en 10 días si me toca una revisión.',
    truth:
      'Lo que escribí es verdad. Sé que una declaración falsa puede llevar a medidas disciplinarias.',
    late: 'Sé que mi certificación está vencida y que el personal revisará esta renovación, lo que puede tomar hasta 30 días.',
  },
  error: {
    signatureName:
      'Escriba su nombre como está en su certificado: {{name}}. No importan las mayúsculas ni los acentos.',
    ethics: 'Marque la casilla para aceptar el Código de Ética.',
    hours:
      'Marque la casilla si completó las horas. Si no, pare aquí: su formulario está guardado.',
    records: 'Marque la casilla sobre guardar sus comprobantes.',
    truth: 'Marque la casilla para confirmar que es verdad.',
    late: 'Marque la casilla sobre la renovación tardía.',
  },
}
