import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const notOurs = new Set(['node_modules', '.git', '.turbo', '.peercert', 'dist', 'client'])

/** Every file that is, or would be, in the repository. */
export function trackedFiles(root: string): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' })
  if (status === 0) return [...new Set(stdout.split('\0').filter((file) => file !== ''))].sort()
  // An unpacked archive has no git; what is installed or generated does not count there, either.
  return globSync('**/*', {
    cwd: root,
    exclude: (entry) => notOurs.has(entry.name),
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

/** Undefined when the file was deleted and not yet committed. */
export function textOf(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8')
  } catch {
    return undefined
  }
}

export function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}
