import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startPostgres } from '@peercert/postgres/server'
import { type Bug, bugs, patches } from './bugs.ts'
import { applyPatch, copySources } from './copy.ts'

const run = promisify(execFile)

export interface Tested {
  readonly bug: string
  /** What the experiment found wrong without the bug; must be nothing. */
  readonly without: readonly string[]
  /** And with it; must be something. */
  readonly with: readonly string[]
}

/**
 * A suite that has never been red proves nothing: each bug is planted into a copy of the sources, and its experiment
 * must turn red there and stay green without it.
 */
export async function selfTest(
  report: (line: string) => void,
  wanted: readonly Bug[] = bugs,
): Promise<Tested[]> {
  const folder = mkdtempSync(join(tmpdir(), 'peercert-planted-'))
  // The database server runs as somebody else where we are root: it must be let through.
  chmodSync(folder, 0o711)
  const server = await startPostgres({ dataDir: join(folder, 'postgres') })
  try {
    const copy = join(folder, 'sources')
    copySources(copy)
    const tested: Tested[] = []
    for (const [index, bug] of wanted.entries()) {
      const look = (database: string) =>
        runScenario(copy, server.adminUrl, database, bug.scenario).catch(() =>
          // It could not be carried out, which says nothing: once more, from the beginning.
          runScenario(copy, server.adminUrl, `${database}_again`, bug.scenario),
        )
      const without = await look(`without_${index}`)
      const patch = join(patches, bug.patch)
      await applyPatch(copy, patch)
      const withIt = await look(`with_${index}`)
      await applyPatch(copy, patch, ['--reverse'])
      tested.push({ bug: bug.name, without, with: withIt })
      report(lineOf(tested.at(-1) as Tested))
    }
    return tested
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function isCaught({ without, with: withIt }: Tested): boolean {
  return without.length === 0 && withIt.length > 0
}

function lineOf(tested: Tested): string {
  const { bug, without, with: withIt } = tested
  const found = withIt.join(', ') || 'nothing'
  const red = without.length > 0 ? `; RED WITHOUT IT: ${without.join(', ')}` : ''
  return `${isCaught(tested) ? 'caught' : 'MISSED'}  ${bug}: ${found}${red}`
}

async function runScenario(
  copy: string,
  adminUrl: string,
  database: string,
  scenario: string,
): Promise<string[]> {
  const main = join(copy, 'tools/chaos/src/planted/scenario-main.ts')
  const { stdout } = await run(process.execPath, [main, adminUrl, database, scenario], {
    timeout: 180_000,
    env: { PATH: process.env.PATH, FAILPOINTS: 'on' },
  })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]') as string[]
}
