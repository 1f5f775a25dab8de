/** `npm run oracle -- --strict`: is everything that was said true, and everything that is true said? */
import { parseArgs } from 'node:util'
import { folderOf } from '@peercert/local/options'
import { runningFolder } from './folder.ts'
import { askOracle, differences, type Verdict } from './oracle.ts'

const usage = `npm run oracle -- [options]     looks at databases, topics and journals of the running system, and changes nothing

  --strict       also what is only under way counts: ends with 1 on any difference
  --data DIR     the folder of the system (.peercert/data or .peercert/stack, whichever runs)
  --acked FILE   what clients were told, a line of JSON each: {"kind":"payment","id":"…"}
  --parked N     so many parked events are meant to be there
  --mended       lost facts were published again: some came after later ones
  --json         one line of JSON
`

/** Of each difference; all of them with --json. */
const mostNamed = 5

try {
  const { values } = parseArgs({
    options: {
      strict: { type: 'boolean', default: false },
      data: { type: 'string' },
      acked: { type: 'string' },
      parked: { type: 'string', default: '0' },
      mended: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) process.stdout.write(usage)
  else {
    const verdict = await askOracle({
      folder: await runningFolder(values.data === undefined ? undefined : folderOf(values.data)),
      ackedFile: values.acked === undefined ? undefined : folderOf(values.acked),
      parked: Number(values.parked),
      mended: values.mended,
    })
    process.stdout.write(values.json ? `${JSON.stringify(verdict)}\n` : textOf(verdict))
    const { unreconciled } = verdict
    if (differences(verdict) - (values.strict ? 0 : unreconciled) > 0) process.exitCode = 1
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function textOf({ invariants, ...counts }: Verdict): string {
  const lines = invariants.flatMap(({ id, title, looked, findings }) => [
    `${findings.length === 0 ? 'ok  ' : 'NOT '} ${id.padEnd(5)} ${title} (${looked})`,
    ...findings.map(({ wrong, what, which }) => {
      const more = which.length > mostNamed ? ', …' : ''
      return `       ${wrong}: ${which.length} × ${what}: ${which.slice(0, mostNamed).join(', ')}${more}`
    }),
  ])
  const sums = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
  return `${lines.join('\n')}\n${sums.join(', ')}\n`
}
