import type { Words } from '../words/words.ts'

export interface Piece {
  readonly text: string
  /** It stands like this on a screen. */
  readonly label: boolean
}

interface Step {
  readonly n: string
  readonly pieces: readonly Piece[]
}

/** Which steps stand under which heading. */
const parts = [
  ['1', '2', '3', '4'],
  ['5A', '5B'],
  ['6', '7'],
  ['8', '9', '10'],
  ['11', '12'],
  ['13', '14', '15'],
] as const

export function howToParts(words: Words, site: string): { heading: string; steps: Step[] }[] {
  const { howTo } = words.pages
  const labels = labelsOf(words, site)
  return parts.map((numbers, index) => ({
    heading: howTo.parts[index] ?? '',
    steps: numbers.map((n) => ({ n, pieces: piecesOf(howTo.steps[n], labels) })),
  }))
}

function labelsOf({ labels, pages }: Words, site: string): Record<string, string> {
  return {
    site,
    register: labels.register,
    logIn: labels.logIn,
    email: labels.email,
    password: labels.password,
    google: labels.google,
    microsoft: labels.microsoft,
    dashboard: labels.dashboard,
    renewMy: labels.renewMyCertification,
    renewalBox: labels.renewalApplication,
    start: labels.startRenewal,
    code: labels.codeOfEthics,
    attestation: labels.attestation,
    continue: labels.continue,
    feeBox: labels.renewalFeeBox,
    pay: labels.pay,
    card: labels.card,
    voucher: labels.voucherCode,
    myCertificate: labels.myCertificate,
    validThrough: labels.validThrough.replace('{{date}}', pages.howTo.exampleDate),
  }
}

function piecesOf(step: string, labels: Record<string, string>): Piece[] {
  return step
    .split(/\{\{(\w+)\}\}/)
    .map((text, index) =>
      index % 2 === 0 ? { text, label: false } : { text: labels[text] ?? text, label: true },
    )
    .filter(({ text }) => text !== '')
}
