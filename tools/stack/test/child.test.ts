import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '@peercert/chassis/eventually'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Child } from '../src/child.ts'
import { endLeftOver, noteProcesses } from '../src/left-over.ts'
import { followLog, tailOf } from '../src/logs.ts'
import { isAlive } from './alive.ts'

let folder: string
const started: Child[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'peercert-child-'))
})
afterEach(async () => {
  for (const child of started.splice(0)) await child.kill()
  rmSync(folder, { recursive: true, force: true })
})

/** A Node program that says it is there. */
function childOf(script: string, options: { patienceMs?: number; graceMs?: number } = {}): Child {
  const log = join(folder, 'child.log')
  const child = new Child({
    name: 'child',
    program: process.execPath,
    args: ['-e', script],
    log,
    ready: async () => readFileSync(log, 'utf8').includes('here'),
    ...options,
  })
  started.push(child)
  return child
}

const lives = 'setInterval(() => {}, 1000)'

describe('a process of the stack', () => {
  test('is there once it says so, and its words are in its log', async () => {
    const child = childOf(`${lives}; console.log('here'); console.error('and there')`)
    await child.start()
    await eventually(async () => tailOf(child.log).includes('and there') || undefined, 'its log')
    await expect(child.start()).rejects.toThrow('child runs already')
  })

  test('one that ends before it is ready tells the end of its log', async () => {
    const child = childOf(`console.log('the port is taken'); process.exit(3)`)
    await expect(child.start()).rejects.toThrow('child did not start:\nthe port is taken')
    expect(child.pid).toBeUndefined()
  })

  test('one that is never ready is ended', async () => {
    const child = childOf(lives, { patienceMs: 50 })
    await expect(child.start()).rejects.toThrow('child was not ready in time')
    expect(child.pid).toBeUndefined()
  })

  test('a program that does not exist is told, too', async () => {
    const log = join(folder, 'none.log')
    const child = new Child({
      name: 'none',
      program: join(folder, 'none'),
      args: [],
      log,
      ready: async () => false,
    })
    await expect(child.start()).rejects.toThrow('none did not start')
  })

  test('stops in order; frozen, it is thawed for that; deaf, it is ended by force', async () => {
    const polite = `process.on('SIGTERM', () => { console.log('bye'); process.exit(0) })`
    const child = childOf(`${polite}; ${lives}; console.log('here')`)
    await child.start()
    child.signal('SIGSTOP')
    await child.stop()
    expect(tailOf(child.log)).toContain('bye')
    const deaf = childOf(`process.on('SIGTERM', () => {}); ${lives}; console.log('here')`, {
      graceMs: 50,
    })
    await deaf.start()
    await deaf.stop()
    expect(deaf.pid).toBeUndefined()
  })
})

describe('what a killed supervisor leaves behind', () => {
  test('ends by itself: who listens to SIGTERM, who does not, and who is frozen', async () => {
    const owner = childOf(`
      const { Child } = await import(${JSON.stringify(join(import.meta.dirname, '../src/child.ts'))})
      const { readFileSync } = await import('node:fs')
      for (const name of ['listens', 'deaf', 'frozen']) {
        const log = ${JSON.stringify(folder)} + '/' + name
        const deaf = name === 'deaf' ? "process.on('SIGTERM', () => {});" : ''
        const args = ['-e', deaf + "${lives}; console.log('born')"]
        const ready = async () => readFileSync(log, 'utf8').includes('born')
        const child = new Child({ name, program: process.execPath, args, log, ready })
        await child.start()
        if (name === 'frozen') child.signal('SIGSTOP')
        console.log(child.pid)
      }
      console.log('here')`)
    await owner.start()
    const pids = tailOf(owner.log).split('\n').slice(0, 3).map(Number)
    expect(pids.map(isAlive)).toEqual([true, true, true])
    await owner.kill()
    await eventually(async () => !pids.some(isAlive) || undefined, 'their end', 30_000)
  })

  test('is ended by the next one; a stranger who was given the same number is left alone', async () => {
    const mine = childOf(`${lives}; console.log('here')`)
    await mine.start()
    noteProcesses(folder, [{ name: 'mine', pid: mine.pid ?? 0 }])
    const file = join(folder, 'processes.json')
    const noted = JSON.parse(readFileSync(file, 'utf8')) as object[]
    const stranger = { name: 'stranger', pid: process.pid, born: '1' }
    writeFileSync(file, JSON.stringify([...noted, stranger]))
    expect(await endLeftOver(folder)).toEqual(['mine'])
    expect(await endLeftOver(folder)).toEqual([])
  })

  test('notes that were cut short are none', async () => {
    writeFileSync(join(folder, 'processes.json'), '[{"name":')
    expect(await endLeftOver(folder)).toEqual([])
  })
})

describe('logs', () => {
  test('the end of a log is its last lines, however large it is', () => {
    const log = join(folder, 'large.log')
    writeFileSync(log, Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join(''))
    expect(tailOf(log, 2)).toBe('line 49998\nline 49999')
    expect(tailOf(join(folder, 'none.log'))).toBe('')
  })

  test('a log is followed from now on', async () => {
    const log = join(folder, 'followed.log')
    writeFileSync(log, 'old\n')
    let said = ''
    const following = followLog(log, (text) => {
      said += text
      if (said.includes('last')) throw new Error('heard enough')
    })
    const heard = expect(following).rejects.toThrow('heard enough')
    writeFileSync(log, 'old\nnew\nlast\n')
    await heard
    expect(said).toBe('new\nlast\n')
  })
})
