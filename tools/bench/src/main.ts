import { parseArgs } from 'node:util'
import { measureFanout, type Result } from './fanout.ts'

/** What a measurement must keep; goals are further. */
const gates = { ratio: 0.25, cpuMicros: 130, rssMb: 256, rawSpread: 2 }
const goal = 0.35

const usage = 'usage: main.ts fanout [--n 20000] [--json]'

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { n: { type: 'string', default: '20000' }, json: { type: 'boolean', default: false } },
  })
  const count = Number(values.n)
  if (positionals[0] !== 'fanout' || !(count > 0 && count <= 1_000_000)) throw new Error(usage)
  const result = await measureFanout(count, (step) => {
    if (!values.json) console.error(`… ${step}`)
  })
  if (values.json) console.log(JSON.stringify(shortOf(result)))
  else console.log(tableOf(result))
  const wrong = wrongIn(result)
  for (const line of wrong) console.error(line)
  return wrong.length > 0 ? 1 : 0
}

function shortOf({ perSecond, rawPerSecond, ratio, cpuMicrosPerReminder, ...rest }: Result) {
  return {
    perSecond: Math.round(perSecond),
    rawPerSecond: Math.round(rawPerSecond),
    ratio: rounded(ratio, 3),
    cpuMicrosPerReminder: rounded(cpuMicrosPerReminder, 1),
    peakRssMb: rounded(rest.peakRssMb, 1),
    lost: rest.lost,
    doubled: rest.doubled,
  }
}

function tableOf(result: Result): string {
  const rows = [
    ['reminders', String(result.count), ''],
    ['a second', String(Math.round(result.perSecond)), ''],
    [
      'raw client, a second',
      String(Math.round(result.rawPerSecond)),
      `spread ${rounded(result.rawSpread, 2)}, at most ${gates.rawSpread}`,
    ],
    ['ratio to raw', String(rounded(result.ratio, 3)), `at least ${gates.ratio}, goal ${goal}`],
    ['CPU µs each', String(rounded(result.cpuMicrosPerReminder, 1)), `at most ${gates.cpuMicros}`],
    ['  of ours', String(rounded(result.ownMicros, 1)), ''],
    ['  of PostgreSQL', String(rounded(result.postgresMicros, 1)), ''],
    ['largest process, MB', String(rounded(result.peakRssMb, 1)), `at most ${gates.rssMb}`],
    ['  the services', String(rounded(result.servicesRssMb, 1)), ''],
    ['  of PostgreSQL', String(rounded(result.postgresRssMb, 1)), ''],
    ['the day again, ms', String(Math.round(result.againMs)), ''],
    ['lost', String(result.lost), 'none'],
    ['doubled', String(result.doubled), 'none'],
  ] as const
  return rows
    .map(([name, value, gate]) => `${name.padEnd(22)}${value.padStart(10)}   ${gate}`)
    .join('\n')
}

function wrongIn(result: Result): string[] {
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

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
