import { execFile } from 'node:child_process'
import { rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { cached, isCached } from './cache.ts'
import { MissingPart } from './missing.ts'

const run = promisify(execFile)

/** A program that the Go toolchain builds from one exact version of a module. */
export interface GoProgram {
  readonly name: string
  readonly module: string
  /** Inside the module; the module itself unless given. */
  readonly package?: string
  readonly version: string
  /** What the module's content hashes to, as in a go.sum. */
  readonly sum: string
}

const keyOf = ({ name, version }: GoProgram) =>
  join('go', `${name}-${version}-${process.platform}-${process.arch}`)

export function isBuilt(program: GoProgram): boolean {
  return isCached(keyOf(program))
}

/** The program's file, built at its first use. Go's checksum database vouches for everything it is built from. */
export async function goProgram(program: GoProgram): Promise<string> {
  const folder = await cached(keyOf(program), (dir) => build(program, dir))
  return join(folder, program.name + suffix)
}

const suffix = process.platform === 'win32' ? '.exe' : ''

async function build(program: GoProgram, dir: string): Promise<void> {
  await requireGo()
  const env = {
    ...process.env,
    GOBIN: dir,
    CGO_ENABLED: '0',
    GOFLAGS: '-buildvcs=false',
    GOSUMDB: 'sum.golang.org',
    GONOSUMDB: '',
    GONOSUMCHECK: '',
    GOPRIVATE: '',
  }
  await compareSum(program, env)
  const path = `${program.module}${program.package ? `/${program.package}` : ''}`
  const args = ['install', '-trimpath', '-ldflags', '-s -w', `${path}@${program.version}`]
  await go(args, env)
  await rename(join(dir, installedName(path) + suffix), join(dir, program.name + suffix))
}

async function compareSum(program: GoProgram, env: NodeJS.ProcessEnv): Promise<void> {
  const { module, version, sum } = program
  const said = await go(['mod', 'download', '-json', `${module}@${version}`], env)
  const { Sum } = JSON.parse(said) as { Sum?: string }
  if (Sum !== sum) throw new Error(`${module}@${version} is not the pinned one: ${Sum}, not ${sum}`)
}

/** `go install` names the file by the last part of the path that is not a major version. */
function installedName(path: string): string {
  return basename(/\/v\d+$/.test(path) ? path.slice(0, path.lastIndexOf('/')) : path)
}

/** Outside any module, so that nothing of the folder we stand in has a say. */
async function go(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const options = { env, cwd: env.GOBIN as string, maxBuffer: 1 << 24 }
  const { stdout } = await run('go', [...args], options).catch((error: Error) => {
    const { stderr = '' } = error as { stderr?: string }
    const why = stderr.trim().split('\n').at(-1) ?? error.message
    throw new Error(`go ${args[0]} of ${args.at(-1)} failed: ${why}`, { cause: error })
  })
  return stdout
}

const oldestGo = 24

/** Says which Go to install when there is none that is new enough. */
export async function requireGo(): Promise<void> {
  const install = `install Go 1.${oldestGo} or newer (go)`
  const { stdout } = await run('go', ['env', 'GOVERSION']).catch((error: unknown) => {
    throw new MissingPart('Go', install, { cause: error })
  })
  const minor = Number(/^go1\.(\d+)/.exec(stdout)?.[1] ?? 0)
  if (minor < oldestGo) throw new MissingPart('Go', `${install}; found ${stdout.trim()}`)
}
