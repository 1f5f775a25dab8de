/** `npm run chaos`: the journey under load on a stack of its own, everything killed that there is, then the oracle. */
import { parseArgs } from 'node:util'
import { missingFor } from '@peercert/stack/available'
import { drill } from './drill.ts'
import { isCaught, selfTest } from './planted/self-test.ts'
import { summaryOf, tableOf, wrongs } from './summary.ts'

const usage = `npm run chaos -- [options]     kills, cuts and restarts a stack of its own under load; then the oracle must find nothing

  --kills N      so many processes are killed (60; the whole proof is 1000)
  --rng S        the seed of what happens; printed when it is not given
  --brokers N    1 or 3; leaders move only among three (3)
  --people N     so many people renew meanwhile (as many as kills, at most 400)
  --sign-in S    embedded, or keycloak (embedded)
  --self-test    plants twelve bugs into a copy of the sources, each of which must be noticed;
                 with --json the last line is {"planted","caught"}
  --keep         leaves the folder with databases and logs
  --json         the last line is {"kills","lost","doubled","recoveryP99Seconds"}
`

try {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '60' },
      rng: { type: 'string' },
      brokers: { type: 'string', default: '3' },
      people: { type: 'string' },
      'sign-in': { type: 'string', default: 'embedded' },
      keep: { type: 'boolean', default: false },
      'self-test': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) process.stdout.write(usage)
  else if (values['self-test']) await testItself(values.json)
  else {
    const kills = numberOf('--kills', values.kills, 1, 100_000)
    const signIn = oneOf('--sign-in', values['sign-in'], ['embedded', 'keycloak'])
    const missing = await missingFor(signIn === 'keycloak' ? undefined : ['kafka', 'nats'])
    if (missing.length > 0) throw new Error(`Chaos cannot run here:\n  ${missing.join('\n  ')}`)
    const say = (line: string) => process.stderr.write(`${line}\n`)
    const drilled = await drill({
      kills,
      seed: numberOf('--rng', values.rng ?? String(Date.now() % 1_000_000), 0, 2 ** 32 - 1),
      brokers: oneOf('--brokers', values.brokers, ['1', '3']) === '1' ? 1 : 3,
      signIn,
      people: numberOf('--people', values.people ?? String(Math.min(400, kills)), 1, 600),
      keep: values.keep,
      report: say,
    })
    const out = values.json ? process.stderr : process.stdout
    out.write(tableOf(drilled))
    if (values.json) process.stdout.write(`${JSON.stringify(summaryOf(drilled))}\n`)
    process.exitCode = wrongs(drilled) === 0 ? 0 : 1
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

async function testItself(json: boolean): Promise<void> {
  const out = json ? process.stderr : process.stdout
  const tested = await selfTest((line) => out.write(`${line}\n`))
  const summary = { planted: tested.length, caught: tested.filter(isCaught).length }
  out.write(`${summary.planted} planted, ${summary.caught} caught\n`)
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`)
  process.exitCode = summary.caught === summary.planted ? 0 : 1
}

function numberOf(option: string, text: string, min: number, max: number): number {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= min && number <= max))
    throw new Error(`${option} takes a number from ${min} to ${max}, not ${JSON.stringify(text)}.`)
  return number
}

function oneOf<const T extends string>(option: string, text: string, words: readonly T[]): T {
  const word = words.find((one) => one === text)
  if (!word) throw new Error(`${option} takes ${words.join(' or ')}, not ${JSON.stringify(text)}.`)
  return word
}
