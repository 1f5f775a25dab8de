/** `npm run compose`: PeerCert in containers, by deploy/compose.yaml. */
import { parseArgs } from 'node:util'
import { folderOf } from '@peercert/local/options'
import { showReady } from '@peercert/local/show'
import { downCompose, prepareCompose, upCompose } from './system.ts'

const usage = `npm run compose -- up | down | env [options]

  up          starts everything from images that are built (npm run images), and prints the addresses
  down        stops it; the next up goes on where it was
  env         only writes the settings and secrets that deploy/compose.yaml reads

  --port N    the portal's port (4400, or a free one when that is taken; 0 takes a free one)
  --data DIR  where settings, secrets and the clock are kept (.peercert/compose)
  --volumes   with down: forgets the data, too
  --json      with up: one line of JSON on standard output when ready
`

const say = (line: string) => void process.stderr.write(`${line}\n`)

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
      port: { type: 'string' },
      data: { type: 'string', default: '.peercert/compose' },
      volumes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const data = folderOf(values.data)
  const options = { data, ...(values.port !== undefined && { port: Number(values.port) }) }
  const [action] = positionals
  if (values.help || !action) return void process.stdout.write(usage)
  if (action === 'env') {
    await prepareCompose(options)
    return say(`docker compose --env-file ${data}/compose.env -f deploy/compose.yaml up -d`)
  }
  if (action === 'down') return downCompose(data, values.volumes)
  if (action !== 'up') throw new Error(`There is no ${action}.\n\n${usage}`)
  const ready = await upCompose(options)
  if (values.json) process.stdout.write(`${JSON.stringify(ready)}\n`)
  else showReady(ready, say)
}
