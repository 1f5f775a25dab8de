import type { Words } from '../words.ts'

export const education: Words['education'] = {
  title: 'Renovación de la certificación y educación continua (CE)',
  sections: [
    {
      heading: 'Lo que pide la renovación',
      paragraphs: [
        'La certificación dura dos años y se renueva cada dos años. Si no se renueva a más tardar en su fecha de vencimiento, está vencida desde el día siguiente.',
      ],
      points: [
        'Termine 20 horas de educación continua antes de enviar la renovación, 6 de ellas en leyes y ética.',
        'Lea el Código de Ética y fírmelo de nuevo.',
        'Renueve en línea, en este sitio, y pague la tarifa al enviar la renovación.',
        'Su certificación debe estar en regla: ni suspendida ni revocada.',
      ],
    },
    {
      heading: 'Cuándo puede renovar',
      paragraphs: [
        'La renovación se abre 90 días antes de la fecha de vencimiento. Ese día le escribimos al correo registrado, como cortesía: la fecha vale aunque el mensaje no le llegue, así que mantenga su correo al día.',
        'Después de la fecha de vencimiento, la renovación tardía cuesta más y toma más tiempo, porque el personal la revisa.',
      ],
      points: [],
    },
    {
      heading: 'Qué cuenta como educación continua',
      paragraphs: ['Cursos dentro de su campo de práctica que le ayuden a dar mejor apoyo:'],
      points: [
        'cursos sobre las bases del apoyo entre pares o sobre lo nuevo en este campo;',
        'cursos de otras áreas que ayuden a entender la práctica;',
        'cursos sobre las personas a las que atiende, como recuperación, bienestar y trabajo con familias y grupos;',
        'la capacitación para la certificación y en áreas de especialización, con proveedores aprobados;',
        'cursos sobre la parte práctica del trabajo, como registros, consulta, supervisión, leyes y ética.',
      ],
    },
    {
      heading: 'Leyes y ética',
      paragraphs: ['6 de las 20 horas tratan de leyes y ética en California. Algunos temas son:'],
      points: [
        'confidencialidad, registros y acceso de la persona atendida a sus registros;',
        'atención de menores, derecho de familia y maltrato de menores, personas mayores y adultos dependientes;',
        'relaciones duales, lo que se revela a las personas atendidas, apoyo en crisis y telesalud;',
        'normas de atención, responsabilidad civil, seguros, quejas, disciplina y conducta no profesional;',
        'cómo se aplican las normas legales y éticas en distintos lugares de trabajo.',
      ],
    },
    {
      heading: 'De quién se aceptan los cursos',
      paragraphs: ['En persona, en línea o a su propio ritmo, de:'],
      points: [
        'proveedores de capacitación aprobados y sus cursos aprobados;',
        'departamentos de salud conductual de los condados y sus proveedores contratados;',
        'escuelas acreditadas, también las vocacionales;',
        'colegios profesionales y juntas de licencias.',
      ],
    },
    {
      heading: 'Cómo se suman las horas',
      paragraphs: [],
      points: [
        'Una hora de clase es una hora. Los descansos no cuentan.',
        'Tres unidades universitarias son 12 horas.',
        'El mismo curso cuenta una vez en cada período de dos años, aunque lo tome cada año.',
      ],
    },
    {
      heading: 'Comprobantes que debe guardar',
      paragraphs: [
        'Con la renovación no se envían comprobantes. Guárdelos al menos dos años desde el día en que renueve. De cada curso, guarde algo que muestre:',
      ],
      points: [
        'su nombre legal;',
        'el título del curso, la capacitación o el evento;',
        'la fecha en que participó o terminó;',
        'quién lo dio;',
        'cuántas horas de clase fueron, sin descansos.',
      ],
    },
    {
      heading: 'Si falta un comprobante o no está claro',
      paragraphs: [
        'Si el título no muestra lo que se enseñó, guarde el programa o temario. De una conferencia sin certificado, guarde el programa de la sesión. De cursos escolares, guarde el expediente académico; se acepta uno no oficial. Si falta algo, pídalo al proveedor.',
      ],
      points: [],
    },
    {
      heading: 'Revisiones al azar',
      paragraphs: [
        'A algunas personas, elegidas al azar, se les piden sus comprobantes. Si le toca, le escribiremos y tendrá 10 días para enviarlos en forma electrónica. No cumplir las reglas de educación continua puede llevar a medidas disciplinarias.',
      ],
      points: [],
    },
  ],
  renew: 'Iniciar sesión para renovar',
}
