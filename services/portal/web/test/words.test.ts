import { expect, test } from 'vitest'
import { words as en } from '../src/words/en/all.ts'
import { words as es } from '../src/words/es/all.ts'
import { glossary } from '../src/words/glossary.ts'

type Tree = { readonly [key: string]: Tree } | readonly Tree[] | string

function leaves(tree: Tree, path = ''): [string, string][] {
  if (typeof tree === 'string') return [[path, tree]]
  return Object.entries(tree).flatMap(([key, value]) =>
    leaves(value as Tree, path ? `${path}.${key}` : key),
  )
}

const english = new Map(leaves(en))
const spanish = new Map(leaves(es))
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort()

test('both languages are whole: the same keys, none empty', () => {
  expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort())
  expect([...spanish, ...english].filter(([, text]) => text.trim() === '')).toEqual([])
})

test('both languages say the same facts', () => {
  // The words of the project leave the date and the number of these two out in Spanish.
  const free = ['standing.sentence.suspended', 'standing.sentence.vacated']
  for (const [key, text] of english)
    if (!free.includes(key))
      expect([key, placeholders(spanish.get(key) ?? '')]).toEqual([key, placeholders(text)])
})

test('a time ends with its own full stop, so no sentence adds another', () => {
  expect([...spanish, ...english].filter(([, text]) => text.includes('{{time}}.'))).toEqual([])
})

test('the labels of the fifteen steps are exact, in both languages', () => {
  const pick = ({ labels }: typeof en) => [
    labels.register,
    labels.logIn,
    labels.google,
    labels.microsoft,
    labels.email,
    labels.password,
    labels.dashboard,
    labels.renewMyCertification,
    labels.renewalApplication,
    labels.startRenewal,
    labels.continueRenewal,
    labels.yourInformation,
    labels.codeOfEthics,
    labels.attestation,
    labels.continue,
    labels.renewalFeeBox,
    labels.pay,
    labels.card,
    labels.voucherCode,
    labels.myCertificate,
    labels.validThrough,
    labels.lateRenewal,
  ]
  expect(pick(en)).toEqual([
    'Register/Login',
    'Log In',
    'Sign in with Google',
    'Sign in with Microsoft',
    'Email',
    'Password',
    'Dashboard',
    'Renew My Certification',
    'Certification Renewal Application',
    'Start Renewal',
    'Continue Renewal',
    'Your information',
    'Code of Ethics',
    'Continuing Education Attestation',
    'Continue',
    'Certification Renewal Fee',
    'Pay',
    'Card',
    'Voucher code',
    'My Certificate',
    'Valid through {{date}}',
    'Late renewal',
  ])
  expect(pick(es)).toEqual([
    'Registrarse/Iniciar sesión',
    'Iniciar sesión',
    'Iniciar sesión con Google',
    'Iniciar sesión con Microsoft',
    'Correo electrónico',
    'Contraseña',
    'Panel',
    'Renovar mi certificación',
    'Solicitud de renovación de la certificación',
    'Comenzar renovación',
    'Continuar renovación',
    'Sus datos',
    'Código de Ética',
    'Declaración de educación continua',
    'Continuar',
    'Tarifa de renovación de la certificación',
    'Pagar',
    'Tarjeta',
    'Código de vale',
    'Mi certificado',
    'Válida hasta el {{date}}',
    'Renovación tardía',
  ])
  expect(en.pay.box.voucher).toContain(en.labels.voucherCode)
  expect(es.pay.box.voucher).toContain(es.labels.voucherCode)
  expect(en.labels.program).toBe('Medi-Cal Peer Support Specialist Certification')
})

test('REN-7: the attestation says what the how-to says', () => {
  const said = en.attest.box.hours.replace('{{hours}}', '20').replace('{{ethics}}', '6')
  expect(said).toContain(
    'completed 20 hours of continuing education, including 6 hours of law and ethics, during the 2 years PRIOR to the date of this application',
  )
})

test('the Spanish terms of the glossary are used, and no other words in their place', () => {
  for (const { use, never } of glossary) {
    const wrong = [...spanish]
      .filter(([, text]) => never.test(text.replaceAll(/\{\{\w+\}\}/g, '')))
      .map(([key]) => key)
    expect({ use, wrong }).toEqual({ use, wrong: [] })
    expect([...spanish.values()].some((text) => text.toLowerCase().includes(use))).toBe(true)
  }
})

test('no exclamation marks, no numeric dates, nothing in capitals but PRIOR', () => {
  for (const [key, text] of [...english, ...spanish]) {
    expect([key, /[!¡]/.test(text)]).toEqual([key, false])
    expect([key, /\d{1,2}\/\d{1,2}\/\d{2}/.test(text)]).toEqual([key, false])
  }
})

test('calendar entries never say what the certification is about', () => {
  const said = [en, es].flatMap(({ dashboard }) => Object.values(dashboard.calendar))
  for (const text of said) expect(text).not.toMatch(/peer|pares|mental|apoyo/i)
})
