/** The program as data: dated fees, parameters and texts (rulebook 0.3, FEE-13, ETH-7). Rules get the values in force on the day they judge. */
import data from './generated/program.json' with { type: 'json' }

export interface Fee {
  readonly code: string
  readonly rule: string
  readonly cents: number
  readonly from: string
  readonly source: string
}
export interface Parameter {
  readonly name: string
  readonly value: number | readonly number[]
  readonly from: string
  readonly rules: readonly string[]
}
/** One version of a text that people sign, in both languages. */
export interface ProgramText {
  readonly textId: string
  readonly version: string
  readonly from: string
  readonly languages: Readonly<Record<'en' | 'es', TextInLanguage>>
}
export interface TextInLanguage {
  readonly title: string
  readonly changes: readonly string[]
  /** Only of an attestation: the sentences beside the check boxes, by the name of the box. */
  readonly boxes?: Readonly<Record<string, string>>
  readonly sections: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[]
}

export const fees: readonly Fee[] = data.fees
export const parameters: readonly Parameter[] = data.parameters
export const counties: readonly string[] = data.counties
export const texts = data.texts as unknown as readonly ProgramText[]

/** The row in force on a civil date (YYYY-MM-DD): the latest whose `from` is not after it. */
export function inForce<Row extends { from: string }>(
  rows: readonly Row[],
  on: string,
): Row | undefined {
  return rows.filter((row) => row.from <= on).sort((a, b) => b.from.localeCompare(a.from))[0]
}

/** Cents of a fee code on a civil date; a code without a row on that date is a mistake in the schedule. */
export function feeOn(code: string, on: string): number {
  const row = inForce(
    fees.filter((fee) => fee.code === code),
    on,
  )
  if (!row) throw new Error(`no fee ${code} on ${on}`)
  return row.cents
}

/** A single number of the program on a civil date. */
export function parameterOn(name: string, on: string): number {
  const row = inForce(
    parameters.filter((parameter) => parameter.name === name),
    on,
  )
  if (typeof row?.value !== 'number') throw new Error(`no parameter ${name} on ${on}`)
  return row.value
}
