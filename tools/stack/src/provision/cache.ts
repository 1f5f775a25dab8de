import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Where fetched and prepared parts lie: outside the tree, shared by every copy of it. */
export function cacheFolder(): string {
  const { PEERCERT_CACHE, XDG_CACHE_HOME } = process.env
  if (PEERCERT_CACHE) return PEERCERT_CACHE
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'peercert')
}

export function isCached(key: string): boolean {
  return existsSync(join(cacheFolder(), key))
}

/**
 * The folder for the key; made once, by `make`, and never half: it comes to its place by one
 * rename. A key names what it was made from (a version, a checksum), so nothing in it gets old.
 */
export async function cached(key: string, make: (dir: string) => Promise<void>): Promise<string> {
  const place = join(cacheFolder(), key)
  if (existsSync(place)) return place
  await mkdir(dirname(place), { recursive: true })
  const unlock = await lock(`${place}.lock`, () => existsSync(place))
  try {
    if (!existsSync(place)) await makeInto(place, make)
  } finally {
    await unlock()
  }
  return place
}

async function makeInto(place: string, make: (dir: string) => Promise<void>): Promise<void> {
  const draft = `${place}.${randomBytes(4).toString('hex')}.tmp`
  await mkdir(draft)
  try {
    await make(draft)
    await rename(draft, place)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    // Somebody else was faster: theirs is as good.
    if (!existsSync(place)) throw error
  }
}

/**
 * Saves doing the same work twice, no more: that the place is never half is the rename's doing. So
 * a lock whose holder has died is simply taken.
 */
async function lock(file: string, done: () => boolean): Promise<() => Promise<void>> {
  while (!done()) {
    const mine = await writeFile(file, String(process.pid), { flag: 'wx' }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
        return false
      },
    )
    if (mine) return () => rm(file, { force: true })
    const holder = Number(await readFile(file, 'utf8').catch(() => ''))
    if (holder > 0 && !isAlive(holder)) await rm(file, { force: true })
    else await delay(100)
  }
  return async () => {}
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
