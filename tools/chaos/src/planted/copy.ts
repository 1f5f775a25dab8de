import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export const root = join(import.meta.dirname, '../../../..')

/** The sources once more, elsewhere, so that nobody's working tree is touched. */
export function copySources(target: string): void {
  const heavy = new Set(['dist', 'web', 'reports', '.turbo'])
  for (const place of ['services', 'contracts', 'tools'])
    cpSync(join(root, place), join(target, place), {
      recursive: true,
      // Packages find each other by relative links: copied as they are, they lead to the copies.
      verbatimSymlinks: true,
      filter: (file) => !heavy.has(basename(file)),
    })
  for (const file of ['package.json', 'tsconfig.base.json'])
    cpSync(join(root, file), join(target, file))
  mkdirSync(join(target, 'deploy'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(target, 'node_modules'))
}

/** Throws when it does not fit any more: a bug that cannot be planted proves nothing. */
export async function applyPatch(
  folder: string,
  patch: string,
  flags: readonly string[] = [],
): Promise<void> {
  // Above the copy there may be a repository; it is not meant.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: join(folder, '..') }
  await run('git', ['apply', ...flags, patch], { cwd: folder, env })
}
