/** `npm run images`: every image of the product and of the real parts, built on this machine, nothing pulled. */
import { parseArgs } from 'node:util'
import { engineMissing } from '@peercert/stack/containers/engine'
import { type Built, buildImage } from './build.ts'
import { recipes, withBases } from './recipes.ts'

const usage = `npm run images -- [NAME…] [options]     builds container images; all of them unless named

  --fresh    builds even what is there already, so that today's security updates are in it
  --json     one line of JSON on standard output at the end
  --help     this text

Images: ${recipes.map(({ name }) => name).join(', ')}
`

const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  await main()
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      fresh: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(usage)
  const wanted = withBases(positionals.length > 0 ? positionals : recipes.map(({ name }) => name))
  const missing = await engineMissing()
  if (missing) throw new Error(missing)
  const all: Built[] = []
  for (const recipe of wanted) {
    const built = await buildImage(recipe, values.fresh)
    all.push(built)
    say(lineOf(built))
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ images: all })}\n`)
}

function lineOf({ image, bytes, seconds, made }: Built): string {
  const size = `${(bytes / 1e6).toFixed(0)} MB`
  return `${image.padEnd(40)} ${size.padStart(8)}  ${made ? `built in ${seconds.toFixed(1)} s` : 'was there'}`
}
