import { DataFolderError } from './data-folder.ts'
import { readOptions, usage, UsageError, type Options } from './options.ts'
import { showReady } from './show.ts'
import { startLocal } from './system.ts'

const say = (line: string) => process.stderr.write(`${line}\n`)

try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(usage)
  else await run(options)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  if (error instanceof UsageError) say(`\n${usage}`)
  else if (!(error instanceof DataFolderError) && error instanceof Error && process.env.DEBUG)
    say(error.stack ?? '')
  process.exitCode = 1
}

async function run(options: Options): Promise<void> {
  const starting = startLocal(options, say)
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    say('Stopping…')
    await (await starting).close()
    process.exit(0)
  }
  // A program that started us, and has a line to us, may be gone as well.
  for (const reason of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
    process.on(reason, () => void stop().catch(fail))
  // Listening for its end is no reason to stay.
  process.channel?.unref()
  const system = await starting
  if (options.json) process.stdout.write(`${JSON.stringify(system.ready)}\n`)
  else {
    showReady(system.ready, say)
    say('\n  Ctrl-C stops everything; the next start goes on where this one was.')
  }
}

function fail(error: unknown): never {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
