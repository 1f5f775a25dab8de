import { beforeAll, expect, test } from 'vitest'
import {
  justRenewed,
  showsRenewal,
  standingWords,
  type Standing,
} from '../src/standing/standing-words.ts'
import { loadLanguage, speechOf } from '../src/words/language.ts'
import type { Language } from '../src/words/words.ts'

type State = Standing['state']
type Facts = Standing['facts']

const usual: Facts = {
  number: 'CMPSS-000318',
  badge: 'active-open',
  expiresOn: '2026-12-31',
  windowOpensOn: '2026-10-02',
  newExpiresOn: '2028-12-31',
  lateThrough: '2027-12-31',
  reinstateThrough: '2028-12-31',
  feeCents: 8000,
  lateTotalCents: 16000,
}

beforeAll(async () => {
  await loadLanguage('en')
  await loadLanguage('es')
})

function read(language: Language, state: State, facts: Partial<Facts> = {}) {
  const standing = { state, facts: { ...usual, ...facts } }
  const words = standingWords(standing, speechOf(language), '916-555-0142')
  return { ...words, sentence: words.sentence.replaceAll('\u00a0', ' ') }
}

interface Row {
  readonly facts?: Partial<Facts>
  readonly badge: readonly [string, string]
  readonly action: readonly [string, string, string] | null
  readonly sentence: readonly [string, string]
}

const rows: Record<State, Row> = {
  'window-not-open': {
    facts: { badge: 'active' },
    badge: ['Active', 'Activa'],
    action: ['View My Certificate', 'Ver mi certificado', '/certificate'],
    sentence: [
      'Valid through December 31, 2026; you can renew from Friday, October 2, 2026, and we will e-mail you that day.',
      'Válida hasta el 31 de diciembre de 2026; puede renovar desde el viernes 2 de octubre de 2026 y le avisaremos por correo ese día.',
    ],
  },
  'just-opened': {
    badge: ['Active – renewal open', 'Activa – renovación abierta'],
    action: ['Start Renewal', 'Comenzar renovación', '/renewal'],
    sentence: [
      'Renew by Thursday, December 31, 2026: $80.00, about 10 minutes, and your new date is December 31, 2028 whichever day you renew.',
      'Renueve a más tardar el jueves 31 de diciembre de 2026: $80.00, unos 10 minutos; su nueva fecha será el 31 de diciembre de 2028 sin importar el día en que renueve.',
    ],
  },
  drafted: {
    facts: {
      badge: 'active-started',
      drafted: true,
      savedAt: '2026-11-06T23:42:00Z',
      nextPart: 'ethics',
    },
    badge: ['Active – renewal started', 'Activa – renovación iniciada'],
    action: ['Continue Renewal', 'Continuar renovación', '/renewal/ethics'],
    sentence: [
      'Saved November 6, 3:42 p.m.; next is the Code of Ethics; nothing is sent until you pay, by December 31, 2026.',
      'Guardada el 6 de noviembre, 3:42 p. m.; sigue el Código de Ética; nada se envía hasta que pague, a más tardar el 31 de diciembre de 2026.',
    ],
  },
  'last-day': {
    facts: { badge: 'active-last-day' },
    badge: ['Active – last day to renew', 'Activa – último día para renovar'],
    action: ['Start Renewal', 'Comenzar renovación', '/renewal'],
    sentence: [
      'Pay by 11:59 p.m. Pacific time today; after that your certification is expired, the total is $160.00 and staff review it.',
      'Pague hoy a más tardar a las 11:59 p. m., hora del Pacífico; después su certificación estará vencida, el total será $160.00 y el personal revisará la renovación.',
    ],
  },
  expired: {
    facts: { badge: 'expired', late: true },
    badge: ['Expired', 'Vencida'],
    action: ['Start Renewal', 'Comenzar renovación', '/renewal'],
    sentence: [
      'It expired on December 31, 2026, so you are not certified now; late renewal is possible through December 31, 2027, costs $160.00 and is reviewed within 30 days.',
      'Venció el 31 de diciembre de 2026 y ahora no tiene certificación vigente; puede hacer una renovación tardía hasta el 31 de diciembre de 2027 por $160.00, con revisión de hasta 30 días.',
    ],
  },
  'expired-needs-exam': {
    facts: { badge: 'expired', expiresOn: '2024-12-31', reinstateThrough: '2026-12-31' },
    badge: ['Expired', 'Vencida'],
    action: ['See How to Come Back', 'Ver cómo volver', '/come-back'],
    sentence: [
      'It expired on December 31, 2024; renewing alone is no longer enough, you also pass the exam again, until December 31, 2026.',
      'Venció el 31 de diciembre de 2024; renovar ya no basta, también debe aprobar otra vez el examen, hasta el 31 de diciembre de 2026.',
    ],
  },
  vacated: {
    facts: { badge: 'expired' },
    badge: ['Expired', 'Vencida'],
    action: ['See How to Apply Again', 'Ver cómo solicitar de nuevo', '/apply-again'],
    sentence: [
      'It expired more than 24 months ago, so the way back is a new application; your number CMPSS-000318 comes back with it.',
      'Venció hace más de 24 meses; para volver debe presentar una nueva solicitud y conservará su número.',
    ],
  },
  suspended: {
    facts: { badge: 'suspended' },
    badge: ['Suspended', 'Suspendida'],
    action: ['Contact the Program', 'Comunicarse con el programa', '/help'],
    sentence: [
      'You cannot renew or pay while suspended; your date, December 31, 2026, does not move, and if the suspension ends after it you use late renewal and can ask that the late fee be waived.',
      'Mientras esté suspendida no puede renovar ni pagar; su fecha no cambia, y si la suspensión termina después, usará la renovación tardía y puede pedir que no se cobre el recargo.',
    ],
  },
  renewed: {
    facts: {
      badge: 'active-renewed',
      expiresOn: '2028-12-31',
      renewedOn: '2026-11-10',
      nextWindowOpensOn: '2028-10-02',
    },
    badge: ['Active – renewed', 'Activa – renovada'],
    action: ['View My Certificate', 'Ver mi certificado', '/certificate'],
    sentence: [
      'Renewed November 10, 2026; valid through December 31, 2028; your next renewal opens October 2, 2028.',
      'Renovada el 10 de noviembre de 2026; válida hasta el 31 de diciembre de 2028; su próxima renovación se abre el 2 de octubre de 2028.',
    ],
  },
  'payment-being-checked': {
    facts: { badge: 'active-started' },
    badge: ['Active – renewal started', 'Activa – renovación iniciada'],
    action: null,
    sentence: [
      'We are checking your payment. Do not pay again. You can close this page. We will show the result here and e-mail you.',
      'Estamos revisando su pago. No pague otra vez. Puede cerrar esta página. Mostraremos el resultado aquí y le enviaremos un correo.',
    ],
  },
  'late-in-review': {
    facts: { badge: 'expired-in-review', decideBy: '2027-03-31' },
    badge: ['Expired – in review', 'Vencida – en revisión'],
    action: ['See My Late Renewal', 'Ver mi renovación tardía', '/renewal/late'],
    sentence: [
      'We decide by March 31, 2027; until then you are not certified.',
      'Decidiremos a más tardar el 31 de marzo de 2027; hasta entonces no tiene certificación vigente.',
    ],
  },
  'late-question': {
    facts: { badge: 'expired-question', decideBy: '2027-03-31', answerBy: '2027-03-19' },
    badge: ['Expired – we need your answer', 'Vencida – necesitamos su respuesta'],
    action: ['Answer the Question', 'Responder la pregunta', '/renewal/late'],
    sentence: [
      'We have a question about your late renewal; answer it by March 19, 2027.',
      'Tenemos una pregunta sobre su renovación tardía; respóndala a más tardar el 19 de marzo de 2027.',
    ],
  },
  'late-refused': {
    facts: { badge: 'expired-refused', appealBy: '2027-04-09' },
    badge: ['Expired – renewal refused', 'Vencida – renovación negada'],
    action: ['Read the Decision', 'Leer la decisión', '/renewal/late'],
    sentence: [
      'We could not approve your late renewal; the decision says why and what you can do, and you can appeal through April 9, 2027.',
      'No pudimos aprobar su renovación tardía; la decisión dice la razón y lo que puede hacer, y puede apelar hasta el 9 de abril de 2027.',
    ],
  },
  revoked: {
    facts: { badge: 'revoked' },
    badge: ['Revoked', 'Revocada'],
    action: ['Contact the Program', 'Comunicarse con el programa', '/help'],
    sentence: [
      'Your certification was revoked; it cannot be renewed and there is nothing to pay.',
      'Su certificación fue revocada; no se puede renovar y no debe nada.',
    ],
  },
  surrendered: {
    facts: { badge: 'inactive' },
    badge: ['Inactive', 'Inactiva'],
    action: ['Contact the Program', 'Comunicarse con el programa', '/help'],
    sentence: [
      'Your certification was given up and cannot be renewed.',
      'Usted entregó su certificación y no se puede renovar.',
    ],
  },
}

test.each(Object.entries(rows) as [State, Row][])(
  'CRT-8, renewal-service 2: a person whose state is %s reads it word for word in both languages',
  (state, { facts, badge, action, sentence }) => {
    for (const [index, language] of (['en', 'es'] as const).entries()) {
      const words = read(language, state, facts)
      expect(words.badge.text).toBe(badge[index])
      expect(words.sentence).toBe(sentence[index])
      expect(words.action?.text ?? null).toBe(action?.[index] ?? null)
      expect(words.action?.to ?? null).toBe(action?.[2] ?? null)
    }
  },
)

test('on the last day a started form is continued where it stopped', () => {
  const { action } = read('en', 'last-day', { drafted: true, nextPart: 'pay' })
  expect(action).toEqual({ text: 'Continue Renewal', to: '/renewal/pay', box: true })
})

test('REN-20: when we are late, the page says so', () => {
  const late = { decideBy: '2027-03-31', overdue: true }
  expect(read('en', 'late-in-review', late).sentence).toBe(
    'We are late. Your review was due March 31. Call 916-555-0142.',
  )
  expect(read('es', 'late-in-review', late).sentence).toContain('31 de marzo')
})

test('an unknown payment is called unknown beside the badge', () => {
  expect(read('en', 'payment-being-checked').note).toBe('Checking your payment')
  expect(read('es', 'payment-being-checked').note).toBe('Revisando su pago')
})

test('only the last day is amber, and red stands for what is truly lost', () => {
  expect(read('en', 'last-day', { badge: 'active-last-day' }).badge.tone).toBe('amber')
  expect(read('en', 'drafted', { badge: 'active-started' }).badge.tone).toBe('ok')
  expect(read('en', 'expired', { badge: 'expired' }).badge.tone).toBe('lost')
})

test('Renew My Certification is in the menu only while open, late or with staff', () => {
  const states = Object.keys(rows) as State[]
  expect(states.filter(showsRenewal)).toEqual([
    'just-opened',
    'drafted',
    'last-day',
    'expired',
    'payment-being-checked',
    'late-in-review',
    'late-question',
    'late-refused',
  ])
})

test('the panel after paying stands on the day of the renewal and the day after', () => {
  const standing: Standing = { state: 'renewed', facts: { ...usual, renewedOn: '2026-11-10' } }
  expect(justRenewed(standing, '2026-11-10')).toBe(true)
  expect(justRenewed(standing, '2026-11-11')).toBe(true)
  expect(justRenewed(standing, '2026-11-12')).toBe(false)
})
