import { DataFolderError } from '@peercert/local/data-folder'
import { UsageError } from '@peercert/local/options'
import { checkHeader, FileError, sizeOf } from './csv-file.ts'
import { loader, rememberingDryRun } from './load.ts'
import { readOptions, usage, type Options } from './options.ts'
import { progress } from './progress.ts'
import { runImport, type Counts } from './run.ts'

try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(usage)
  else report(await load(options), options)
} catch (error) {
  const known =
    error instanceof UsageError || error instanceof FileError || error instanceof DataFolderError
  process.stderr.write(
    `${known ? error.message : `The import stopped: ${error instanceof Error ? error.message : String(error)}`}\n`,
  )
  if (error instanceof UsageError) process.stderr.write(`\n${usage}`)
  process.exitCode = 1
}

async function load(options: Options): Promise<Counts> {
  const size = await sizeOf(options.file)
  await checkHeader(options.file)
  // Loaded only now: the services' code takes longer to load than a wrong file takes to be refused.
  const { openTargets } = await import('@peercert/local/import-targets')
  const targets = await openTargets(options.data, (line) => process.stderr.write(`${line}\n`))
  const shown = progress(process.stderr, size)
  try {
    const direct = loader(targets, options.dryRun)
    return await runImport({
      file: options.file,
      load: options.dryRun ? rememberingDryRun(direct) : direct,
      onFault: (line, { field, reason }) => shown.line(`line ${line}: ${field} ${reason}`),
      onProgress: shown.at,
    })
  } finally {
    shown.done()
    await targets.close()
  }
}

function report(counts: Counts, { json, dryRun }: Options) {
  if (json) process.stdout.write(`${JSON.stringify(counts)}\n`)
  else
    process.stdout.write(
      `${dryRun ? 'Would load' : 'Loaded'} ${counts.loaded}, unchanged ${counts.unchanged}, rejected ${counts.rejected}.\n`,
    )
}
