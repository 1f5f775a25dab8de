import { spawn, spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const file = resolve(import.meta.dirname, '../../../../deploy/compose.yaml')

/** `docker compose`, or the older program of its own; undefined when there is neither. */
export function composeProgram(): readonly string[] | undefined {
  const ways = [['docker', 'compose'], ['docker-compose']]
  return ways.find(([program = '', ...args]) => {
    const { status, stdout } = spawnSync(program, [...args, 'version'], { encoding: 'utf8' })
    return status === 0 && /compose/i.test(stdout)
  })
}

/** Runs compose on the system of a folder; what it says goes to standard error. */
export async function compose(data: string, ...args: string[]): Promise<void> {
  const [program, ...first] = composeProgram() ?? []
  if (!program)
    throw new Error('There is no docker compose: install it, or the package docker-compose.')
  const flags = ['--env-file', join(data, 'compose.env'), '-f', file]
  const child = spawn(program, [...first, ...flags, ...args], { stdio: ['ignore', 2, 2] })
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail)
    child.once('exit', done)
  })
  if (code !== 0) throw new Error(`docker compose ${args[0]} ended with ${code}`)
}
