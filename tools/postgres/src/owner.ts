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
