import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cached } from '../src/provision/cache.ts'
import { verify } from '../src/provision/maven.ts'

const folder = mkdtempSync(join(tmpdir(), 'peercert-cache-'))
const before = process.env.PEERCERT_CACHE
beforeAll(() => void (process.env.PEERCERT_CACHE = folder))
afterAll(() => {
  if (before === undefined) delete process.env.PEERCERT_CACHE
  else process.env.PEERCERT_CACHE = before
  rmSync(folder, { recursive: true })
})

describe('the cache of fetched parts', () => {
  test('makes a part once, however many ask at once', async () => {
    let made = 0
    const make = async (dir: string) => {
      made += 1
      writeFileSync(join(dir, 'part'), 'whole')
    }
    const places = await Promise.all([
      cached('a-1', make),
      cached('a-1', make),
      cached('a-1', make),
    ])
    expect(new Set(places).size).toBe(1)
    expect(readFileSync(join(places[0], 'part'), 'utf8')).toBe('whole')
    expect(made).toBe(1)
  })

  test('leaves nothing behind when making fails, and tries again', async () => {
    const failing = cached('b-1', async (dir) => {
      writeFileSync(join(dir, 'part'), 'half')
      throw new Error('the network went away')
    })
    await expect(failing).rejects.toThrow('the network went away')
    expect(readdirSync(folder).filter((name) => name.startsWith('b-1'))).toEqual([])
    await expect(cached('b-1', async () => {})).resolves.toBe(join(folder, 'b-1'))
  })

  test('takes the lock of somebody who has died', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    writeFileSync(join(folder, 'c-1.lock'), String(pid))
    await expect(cached('c-1', async () => {})).resolves.toBe(join(folder, 'c-1'))
  })
})

describe('what Maven fetched', () => {
  const list = join(folder, 'artifacts.sha256')
  const hello = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'

  test('passes when every file is the pinned one', async () => {
    const place = await cached('d-1', async (dir) => writeFileSync(join(dir, 'a.jar'), 'hello'))
    writeFileSync(list, `${hello}  a.jar\n`)
    await expect(verify(place, list)).resolves.toBeUndefined()
  })

  test('is refused by name when its content is another, or when nobody pinned it', async () => {
    const place = await cached('d-2', async (dir) => writeFileSync(join(dir, 'a.jar'), 'hullo'))
    await expect(verify(place, list)).rejects.toThrow('a.jar is not the pinned file')
    writeFileSync(join(place, 'b.jar'), '')
    await expect(verify(place, list)).rejects.toThrow('b.jar was fetched and is not in the pinned')
  })
})
