import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import type { Finding } from './check.ts'

export interface ToolResult {
  readonly status: number
  readonly lines: string[]
}

/** None of our tools tells anybody outside that it runs, or asks for a newer version of itself. */
const quiet = {
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  // Prisma asks for a native engine that nobody here uses; a path that exists is enough for it.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  FORCE_COLOR: '0',
  NO_COLOR: '1',
}

const house = join(import.meta.dirname, '../../..')
const bins = ['node_modules/.bin', 'contracts/node_modules/.bin'].map((bin) => join(house, bin))
/** A tool that takes this long has lost its way. */
const timeout = 5 * 60_000

/** Runs a program of this workspace at a root; its words come back without empty lines. */
export function runTool(root: string, program: string, args: readonly string[]): ToolResult {
  const { FORCE_COLOR: _color, ...environment } = process.env
  const PATH = [...bins, process.env.PATH].join(delimiter)
  const result = spawnSync(program, [...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...environment, ...quiet, PATH },
    maxBuffer: 64 * 1024 * 1024,
    timeout,
    shell: process.platform === 'win32',
  })
  if (result.error) throw result.error
  const lines = `${result.stdout}\n${result.stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '')
  return { status: result.status ?? 1, lines }
}

/** A tool that ends well has nothing to say; one that does not is quoted. */
export function findingOf(result: ToolResult, looked: string, keep = /./): Finding {
  if (result.status === 0) return { looked, wrong: [] }
  const wrong = result.lines.filter((line) => keep.test(line))
  return { looked, wrong: wrong.length > 0 ? wrong : result.lines }
}
