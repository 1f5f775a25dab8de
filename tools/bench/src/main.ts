import { parseArgs } from 'node:util'
import { measureFanout, type Result } from './fanout.ts'
import { measureOnStack, type StackResult } from './fanout-on-stack.ts'

/** What a measurement must keep; goals are further. */
const gates = { ratio: 0.25, cpuMicros: 130, rssMb: 256, rawSpread: 2 }
const goal = 0.35

const usage = 'npm run bench -- fanout [--n 20000] [--stack] [--json]'

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      n: { type: 'string', default: '20000' },
      stack: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const count = Number(values.n)
  if (positionals[0] !== 'fanout' || !(count > 0 && count <= 1_000_000)) throw new Error(usage)
  const say = (step: string) => {
    if (!values.json) console.error(`… ${step}`)
  }
  if (values.stack) return reportOnStack(await measureOnStack(count, say), values.json)
  const result = await measureFanout(count, say)
  if (values.json) console.log(JSON.stringify(shortOf(result)))
  else console.log(tableOf(result))
  const wrong = wrongIn(result)
  for (const line of wrong) console.error(line)
  return wrong.length > 0 ? 1 : 0
}

type Short = Pick<
  Result,
  'perSecond' | 'rawPerSecond' | 'ratio' | 'cpuMicrosPerReminder' | 'peakRssMb' | 'lost' | 'doubled'
>

function shortOf({ perSecond, rawPerSecond, ratio, cpuMicrosPerReminder, ...rest }: Short) {
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

function reportOnStack(result: StackResult, json: boolean): number {
  const { processes, rawSpread, ...whole } = result
  if (json)
    console.log(
      JSON.stringify({
        ...shortOf(whole),
        processes: processes.map(({ name, cpuMicros, peakRssMb }) => {
          return { name, cpuMicros: rounded(cpuMicros, 1), peakRssMb: rounded(peakRssMb, 1) }
        }),
      }),
    )
  else {
    const { perSecond, rawPerSecond, ratio, cpuMicrosPerReminder } = whole
    const lines = [
      `reminders a second ${Math.round(perSecond)} of ${Math.round(rawPerSecond)} raw (spread ${rounded(rawSpread, 2)}): ratio ${rounded(ratio, 3)}, goal ${goal}`,
      `CPU µs each ${rounded(cpuMicrosPerReminder, 1)}, at most ${gates.cpuMicros}: services and PostgreSQL; the others stand below`,
      ...processes.map(
        ({ name, counts, cpuMicros, peakRssMb }) =>
          `  ${name.padEnd(20)}${String(rounded(cpuMicros, 1)).padStart(8)} µs ${String(Math.round(peakRssMb)).padStart(6)} MB${counts ? '' : '   not counted'}`,
      ),
      `lost ${whole.lost}, doubled ${whole.doubled}`,
    ]
    console.log(lines.join('\n'))
  }
  const wrong = [
    ...(whole.lost !== 0 ? [`${whole.lost} reminders were lost`] : []),
    ...(whole.doubled !== 0 ? [`${whole.doubled} reminders were doubled`] : []),
    ...(whole.cpuMicrosPerReminder > gates.cpuMicros ? ['too much CPU for each reminder'] : []),
    ...(rawSpread > gates.rawSpread ? ['the machine was not quiet: measure again'] : []),
  ]
  for (const line of wrong) console.error(line)
  return wrong.length > 0 ? 1 : 0
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
