import { column } from './column.ts'
import { type Figure, type FigureName, rates, type RushResult } from './rush.ts'

const titles: Readonly<Record<FigureName, string>> = {
  verifications: 'public verification',
  reads: 'portal reads',
  writes: 'portal writes',
  logIns: 'log-ins, both sides',
  statusChanges: 'status → registry',
}

/** Measured figures beside the bench column. */
export function tableOf({ figures, serverErrors, wrong, answers }: RushResult): string {
  const names = Object.keys(titles) as FigureName[]
  return [
    row(['', 'a second', 'count', 'p50', 'p95', 'bench', 'p99', 'bench', 'max']),
    ...names.map((name) => {
      const { count, p50, p95, p99, max } = figures[name]
      const bound = column[name]
      const bench = (share: 'p95' | 'p99') => (bound?.[share] ? `≤ ${bound[share]}` : '–')
      const rate = name === 'statusChanges' ? '–' : String(rates[name])
      const cells = [ms(p50), ms(p95), bench('p95'), ms(p99), bench('p99'), ms(max)]
      return row([titles[name], rate, String(count), ...cells])
    }),
    `5xx: ${serverErrors} of ${answers} answers (bench 0); other wrong answers: ${wrong - serverErrors}; times in ms`,
    '',
  ].join('\n')
}

/** The line of `--json`. */
export function shortOf({ figures, ...counts }: RushResult) {
  const rounded = (figure: Figure) =>
    Object.fromEntries(Object.entries(figure).map(([name, value]) => [name, Number(ms(value))]))
  const short = Object.entries(figures).map(([name, figure]) => [name, rounded(figure)])
  return { ...Object.fromEntries(short), ...counts }
}

function ms(value: number): string {
  return String(Number(value.toFixed(1)))
}

function row([title = '', ...cells]: readonly string[]): string {
  return `${title.padEnd(21)}${cells.map((cell) => cell.padStart(10)).join('')}`
}
