import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { userInfo } from 'node:os'

export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** PostgreSQL refuses to run as root; there it runs as the user `postgres`, made when missing. */
export function ownerOfServer(): Owner | undefined {
  if (userInfo().uid !== 0) return undefined
  try {
    return look()
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
    return look()
  }
}

export interface Command {
  readonly program: string
  readonly args: readonly string[]
  readonly options: { readonly uid?: number; readonly gid?: number }
}

/**
 * How to run one of the server's programs as its user. Folders on the way (root's home, a `mktemp -d`) may be closed
 * to that user; where util-linux is there, the program keeps the one right of root that opens them.
 */
export function asOwner(
  program: string,
  args: readonly string[],
  owner: Owner | undefined,
): Command {
  if (!owner) return { program, args, options: {} }
  if (!hasSetpriv()) return { program, args, options: owner }
  const right = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const user = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups']
  return { program: 'setpriv', args: [...user, ...right, program, ...args], options: {} }
}

function hasSetpriv(): boolean {
  try {
    execFileSync('setpriv', ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', 'true'], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}

/** Makes the folder, owned by the server's user; its parents must let that user through. */
export function ownedFolder(folder: string, owner: Owner | undefined): void {
  mkdirSync(dirname(folder), { recursive: true })
  mkdirSync(folder, { recursive: true })
  if (owner) chownSync(folder, owner.uid, owner.gid)
  chmodSync(folder, 0o700)
}

function look(): Owner {
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }))
  return { uid: ask('-u'), gid: ask('-g') }
}
