import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from './check.ts'
import { findingOf, runTool, type ToolResult } from './tool.ts'

export const format: Check = {
  name: 'format',
  run: (root) => {
    const result = runTool(root, 'oxfmt', ['--check'])
    return findingOf(result, summary(result, /^Finished/), /\(\d+ms\)$/)
  },
}

/** Limits, floors, purity of rules and types: .oxlintrc.json says what. */
export const lint: Check = {
  name: 'lint and floors',
  run: (root) => {
    const counted = runTool(root, 'oxlint', ['--type-aware', '--deny-warnings'])
    const looked = summary(counted, /^Finished/)
    if (counted.status === 0) return { looked, wrong: [] }
    const result = runTool(root, 'oxlint', ['--type-aware', '--deny-warnings', '-f', 'unix'])
    return findingOf(result, looked, /^\S+:\d+:\d+:/)
  },
}

/** Packages import only what they declare, and nothing that lies in another package. */
export const boundaries: Check = {
  name: 'packages',
  run: (root) => {
    const result = turbo(root, ['boundaries'])
    return findingOf(result, summary(result, /^Checked/), /^ {2}x |^ {3},-/)
  },
}

export const types: Check = {
  name: 'types',
  run: (root) => {
    const args = ['run', 'typecheck', '--continue', '--output-logs=errors-only']
    const result = turbo(root, [...args, '--env-mode=loose', '--no-update-notifier'])
    return findingOf(result, summary(result, /^ *Tasks:/), /error TS|ERROR/)
  },
}

/** turbo wants the package manager on its path; where nobody installed it, npx has it. */
function turbo(root: string, args: readonly string[]): ToolResult {
  try {
    runTool(root, 'pnpm', ['--version'])
    return runTool(root, 'turbo', args)
  } catch {
    const manifest = readFileSync(join(root, 'package.json'), 'utf8')
    const { packageManager } = JSON.parse(manifest) as { packageManager: string }
    return runTool(root, 'npx', ['--yes', packageManager, 'exec', 'turbo', ...args])
  }
}

function summary({ lines }: ToolResult, shape: RegExp): string {
  const line = lines.find((text) => shape.test(text)) ?? ''
  return (
    line
      .trim()
      .replace(/^Finished in \S+ on (.+?)(?: using .*)?$/, '$1')
      .replaceAll(/\s+/g, ' ') || 'nothing said'
  )
}
