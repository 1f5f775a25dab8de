import { parseArgs } from 'node:util'
import { measureFanout } from './fanout.ts'
import { measureOnStack } from './fanout-on-stack.ts'
import { shortOf, shortOnStack, tableOf, tableOnStack, wrongIn } from './report.ts'

const usage = `npm run bench -- fanout [--n 20000] [--stack] [--json]

  --n N      how many are due, 1 to 1000000
  --stack    through Kafka, every service its own process
  --json     one line on standard output`

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      n: { type: 'string', default: '20000' },
      stack: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  const count = /^\d{1,7}$/.test(values.n) ? Number(values.n) : 0
  if (positionals.join(' ') !== 'fanout' || count < 1 || count > 1_000_000) throw new Error(usage)
  const say = (step: string) => {
    if (!values.json) console.error(`… ${step}`)
  }
  const print = (line: object, table: string) =>
    console.log(values.json ? JSON.stringify(line) : table)
  let wrong: string[]
  if (values.stack) {
    const result = await measureOnStack(count, say)
    print(shortOnStack(result), tableOnStack(result))
    wrong = wrongIn(result)
  } else {
    const result = await measureFanout(count, say)
    print(shortOf(result), tableOf(result))
    wrong = wrongIn(result)
  }
  for (const line of wrong) console.error(line)
  return wrong.length > 0 ? 1 : 0
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
