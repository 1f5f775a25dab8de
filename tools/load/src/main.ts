/** `npm run load`: the rush on the real parts, beside what the bench must show. */
import { UsageError } from '@peercert/local/options'
import { missingFor } from '@peercert/stack/available'
import { needsK6 } from './k6-program.ts'
import { measureRush } from './measure.ts'
import { readLoadOptions, usage } from './options.ts'
import { shortOf, tableOf } from './report.ts'
import { NotHere } from './site.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  const options = readLoadOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(usage)
  else {
    const missing = await missingFor([], [needsK6])
    if (missing.length > 0) throw new NotHere(`k6 cannot be built here:\n  ${missing.join('\n  ')}`)
    const { result, failed, said } = await measureRush({ ...options, report: say })
    for (const line of said.slice(0, 20)) say(line)
    const out = options.json ? process.stderr : process.stdout
    out.write(tableOf(result))
    for (const line of failed) say(line)
    if (options.json) process.stdout.write(`${JSON.stringify(shortOf(result))}\n`)
    process.exitCode = failed.length === 0 ? 0 : 1
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  if (error instanceof UsageError) say(`\n${usage}`)
  process.exitCode = 1
}
