import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { cached } from '@peercert/stack/provision/cache'
import { MissingPart } from '@peercert/stack/provision/missing'

const run = promisify(execFile)
const suite = 'bookworm'
/** Beside what is essential to Debian. */
const packages = ['ca-certificates', 'tzdata']
/** Nobody reads them in a container. */
const unread = [
  'usr/share/{doc,man,info,locale,lintian,bug}',
  'usr/share/zoneinfo/{right,posix}',
  'usr/lib/x86_64-linux-gnu/gconv',
  'var/cache/apt',
  'var/lib/apt/lists',
  'var/log/*',
]

/** A Debian of this machine's mirror as one tar file, made by debootstrap once. */
export async function debianRoot(): Promise<string> {
  const recipe = createHash('sha256').update(JSON.stringify([suite, packages, unread]))
  const key = `images/debian-${suite}-${recipe.digest('hex').slice(0, 12)}`
  const folder = await cached(key, async (dir) => {
    if (userInfo().uid !== 0)
      throw new MissingPart('a Debian root', 'run `npm run images` as root: debootstrap needs it')
    const root = join(dir, 'root')
    const flags = ['--variant=minbase', `--include=${packages.join(',')}`]
    await run('debootstrap', [...flags, suite, root, mirror()], { maxBuffer: 1 << 24 }).catch(
      (error: unknown) => {
        if ((error as { code?: unknown }).code === 'ENOENT')
          throw new MissingPart('debootstrap', 'install the package debootstrap')
        throw error
      },
    )
    for (const file of sources()) cpSync(file, join(root, file))
    for (const place of globSync(unread, { cwd: root }))
      rmSync(join(root, place), { recursive: true, force: true })
    await run('tar', ['-C', root, '--numeric-owner', '-cf', join(dir, 'root.tar'), '.'])
    rmSync(root, { recursive: true, force: true })
  })
  return join(folder, 'root.tar')
}

/** Where this machine gets Debian from; DEBIAN_MIRROR names another place. */
function mirror(): string {
  const { DEBIAN_MIRROR } = process.env
  if (DEBIAN_MIRROR) return DEBIAN_MIRROR
  for (const file of sources()) {
    const text = readFileSync(file, 'utf8')
    const found =
      /^URIs:\s*(\S+)\s*\nSuites:.*\bbookworm\b(?!-)/m.exec(text) ??
      /^deb\s+(?:\[.*?\]\s+)?(\S+)\s+bookworm\s/m.exec(text)
    if (found?.[1]) return found[1]
  }
  return 'http://deb.debian.org/debian'
}

/** The lists that name this Debian, and no other repository of the machine. */
function sources(): string[] {
  return globSync('/etc/apt/{sources.list,sources.list.d/*.{list,sources}}').filter((file) => {
    const text = readFileSync(file, 'utf8')
    return (
      /\bbookworm(-security|-updates)?\b/.test(text) &&
      /debian/.test(text) &&
      !/google|nodesource/.test(text)
    )
  })
}
