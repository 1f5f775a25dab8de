/**
 * Releases the contracts: writes the bundled copy that later changes are compared with. What would
 * break a user of the last release is refused; `--breaking` says that everybody has been told.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { breaksOfAll, read } from './breaking.ts'

export function release(folder: URL, options: { breaking: boolean }): string[] {
  const breaks = breaksOfAll(folder)
  if (breaks.length > 0 && !options.breaking)
    throw new Error(`these would break users of the last release:\n${breaks.join('\n')}`)
  const target = new URL('released/', folder)
  mkdirSync(target, { recursive: true })
  const names = readdirSync(new URL('generated/', folder)).filter(
    (name) => name.endsWith('.json') && name !== 'program.json',
  )
  for (const name of names) {
    const contract = read(new URL(`generated/${name}`, folder))
    writeFileSync(new URL(name, target), `${JSON.stringify(contract, null, 1)}\n`)
  }
  return names
}

if (import.meta.main) {
  try {
    const names = release(new URL('.', import.meta.url), {
      breaking: process.argv.includes('--breaking'),
    })
    console.log(`released ${names.map((name) => name.replace('.json', '')).join(', ')}`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
