import type { Result } from './fanout.ts'
import type { StackResult } from './fanout-on-stack.ts'

/** What a measurement must keep; goals are further. */
export const gates = { ratio: 0.25, cpuMicros: 130, rssMb: 256, rawSpread: 2 }
const goal = 0.35

type Whole = Pick<
  Result,
  'perSecond' | 'rawPerSecond' | 'ratio' | 'cpuMicrosPerReminder' | 'peakRssMb' | 'lost' | 'doubled'
>

/** The line of `--json`. */
export function shortOf({
  perSecond,
  rawPerSecond,
  ratio,
  cpuMicrosPerReminder,
  peakRssMb,
  lost,
  doubled,
}: Whole) {
  return {
    perSecond: Math.round(perSecond),
    rawPerSecond: Math.round(rawPerSecond),
    ratio: rounded(ratio, 3),
    cpuMicrosPerReminder: rounded(cpuMicrosPerReminder, 1),
    peakRssMb: rounded(peakRssMb, 1),
    lost,
    doubled,
  }
}

/** The same with the cost of each process. */
export function shortOnStack(result: StackResult) {
  const processes = result.processes.map(({ name, cpuMicros, peakRssMb }) => {
    return { name, cpuMicros: rounded(cpuMicros, 1), peakRssMb: rounded(peakRssMb, 1) }
  })
  return { ...shortOf(result), processes }
}

type Row = readonly [name: string, value: string, gate: string]

export function tableOf(result: Result): string {
  return written([
    ...speed(result),
    ['CPU µs each', String(rounded(result.cpuMicrosPerReminder, 1)), `at most ${gates.cpuMicros}`],
    ['  of ours', String(rounded(result.ownMicros, 1)), ''],
    ['  of PostgreSQL', String(rounded(result.postgresMicros, 1)), ''],
    ['largest process, MB', String(rounded(result.peakRssMb, 1)), `at most ${gates.rssMb}`],
    ['  the services', String(rounded(result.servicesRssMb, 1)), ''],
    ['  of PostgreSQL', String(rounded(result.postgresRssMb, 1)), ''],
    ['the day again, ms', String(Math.round(result.againMs)), ''],
    ...faults(result),
  ])
}

export function tableOnStack(result: StackResult): string {
  const processes = result.processes.map(({ name, counts, cpuMicros, peakRssMb }): Row => [
    `  ${name}`,
    String(rounded(cpuMicros, 1)),
    `${Math.round(peakRssMb)} MB${counts ? '' : ', not counted'}`,
  ])
  return written([
    ...speed(result),
    ['CPU µs each', String(rounded(result.cpuMicrosPerReminder, 1)), `at most ${gates.cpuMicros}`],
    ...processes,
    ...faults(result),
  ])
}

function speed(result: Omit<Whole, 'peakRssMb'> & { count: number; rawSpread: number }): Row[] {
  const { count, perSecond, rawPerSecond, rawSpread, ratio } = result
  return [
    ['reminders', String(count), ''],
    ['a second', String(Math.round(perSecond)), ''],
    [
      'raw client, a second',
      String(Math.round(rawPerSecond)),
      `spread ${rounded(rawSpread, 2)}, at most ${gates.rawSpread}`,
    ],
    ['ratio to raw', String(rounded(ratio, 3)), `at least ${gates.ratio}, goal ${goal}`],
  ]
}

function faults({ lost, doubled }: Whole): Row[] {
  return [
    ['lost', String(lost), 'none'],
    ['doubled', String(doubled), 'none'],
  ]
}

function written(rows: readonly Row[]): string {
  return rows
    .map(([name, value, gate]) => `${name.padEnd(22)}${value.padStart(10)}   ${gate}`)
    .join('\n')
}

/** Which gates it missed, a line for each. */
export function wrongIn(result: Whole & { readonly rawSpread: number }): string[] {
  const wrong: string[] = []
  if (result.lost !== 0) wrong.push(`${result.lost} reminders were lost`)
  if (result.doubled !== 0) wrong.push(`${result.doubled} reminders were doubled`)
  if (result.cpuMicrosPerReminder > gates.cpuMicros) wrong.push('too much CPU for each reminder')
  if (result.peakRssMb > gates.rssMb) wrong.push('a process grew too large')
  if (result.rawSpread > gates.rawSpread) wrong.push('the machine was not quiet: measure again')
  else if (result.ratio < gates.ratio) wrong.push('too slow against our client alone')
  return wrong
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
