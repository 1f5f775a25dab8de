import { afterEach, describe, expect, test } from 'vitest'
import { eventually } from '@peercert/chassis/eventually'
import { Keeper, type State } from '../src/keeper.ts'
import type { Unit } from '../src/unit.ts'

/** A process that is none: it starts when it is let, and dies when it is told. */
class Puppet implements Unit {
  readonly name: string
  readonly url = null
  readonly health = null
  readonly log = ''
  starts = 0
  signals: string[] = []
  #pid: number | undefined
  #born: ((error?: Error) => void) | undefined
  #slow = false

  constructor(name: string) {
    this.name = name
  }

  /** From now on a start waits for `bear` or for its death. */
  delayed() {
    this.#slow = true
  }

  bear() {
    this.#born?.()
  }

  die() {
    this.#pid = undefined
    this.#born?.(new Error('ended before it was ready'))
  }

  pid() {
    return this.#pid
  }

  async start() {
    this.starts += 1
    this.#pid = this.starts
    if (!this.#slow) return
    await new Promise<void>((resolve, reject) => {
      this.#born = (error) => (error ? reject(error) : resolve())
    })
  }

  async kill() {
    this.die()
  }

  signal(signal: string) {
    this.signals.push(signal)
  }

  async stop() {
    this.die()
  }
}

const keepers: Keeper[] = []
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.close()
})

async function keep(...names: string[]) {
  const told: string[] = []
  const changes: number[] = []
  const keeper = new Keeper(
    (line) => told.push(line),
    (statuses) => changes.push(statuses.length),
  )
  keepers.push(keeper)
  const puppets = names.map((name) => new Puppet(name))
  for (const puppet of puppets) await keeper.add(puppet)
  const state = (name: string) => keeper.find(name)?.state
  const until = (name: string, wanted: State) =>
    eventually(async () => state(name) === wanted || undefined, `${name} to be ${wanted}`)
  return { keeper, puppets, told, changes, state, until }
}

describe('what keeps processes alive', () => {
  test('one that dies unasked is started again, counted, and told about', async () => {
    const { keeper, puppets, told, until } = await keep('payments')
    puppets[0]?.die()
    await until('payments', 'waiting')
    await until('payments', 'up')
    expect(keeper.statuses()).toMatchObject([{ name: 'payments', restarts: 1, kills: 0, pid: 2 }])
    expect(told).toEqual(['payments ended by itself; started again in 250 ms'])
  })

  test('one that dies again and again is waited for longer each time', async () => {
    const { puppets, told, until } = await keep('payments')
    for (const _death of [1, 2, 3]) {
      puppets[0]?.die()
      await until('payments', 'waiting')
      await until('payments', 'up')
    }
    expect(told.map((line) => /\d+ ms/.exec(line)?.[0])).toEqual(['250 ms', '500 ms', '1000 ms'])
  })

  test('one that ends before it is ready is tried again', async () => {
    const { keeper, puppets, until } = await keep('payments')
    puppets[0]?.delayed()
    puppets[0]?.die()
    await until('payments', 'starting')
    puppets[0]?.die()
    await until('payments', 'waiting')
    await until('payments', 'starting')
    puppets[0]?.bear()
    await until('payments', 'up')
    expect(keeper.statuses()[0]?.pid).toBe(3)
  })

  test('killed, it stays down until it is started', async () => {
    const { keeper, puppets, state } = await keep('payments', 'identity')
    await keeper.find('payments')?.kill()
    expect([state('payments'), state('identity')]).toEqual(['down', 'up'])
    expect(keeper.statuses()[0]).toMatchObject({ kills: 1, restarts: 0, pid: null })
    await keeper.find('payments')?.start()
    expect(state('payments')).toBe('up')
    expect(puppets[0]?.starts).toBe(2)
  })

  test('killed while it starts, it stays down, and whoever waited for it is told', async () => {
    const { keeper, puppets, state } = await keep('payments')
    await keeper.find('payments')?.stop()
    puppets[0]?.delayed()
    const waiting = keeper.find('payments')?.start()
    const told = expect(waiting).rejects.toThrow('ended before it was ready')
    await keeper.find('payments')?.kill()
    await told
    expect(state('payments')).toBe('down')
  })

  test('killed to be started again, it is back without being asked', async () => {
    const { keeper, puppets, until } = await keep('payments')
    await keeper.find('payments')?.kill({ restart: true })
    await until('payments', 'up')
    expect([puppets[0]?.starts, keeper.statuses()[0]?.kills]).toEqual([2, 1])
  })

  test('several who wait for one start wait for the same one', async () => {
    const { keeper, puppets } = await keep('payments')
    await keeper.find('payments')?.kill()
    await Promise.all([keeper.find('payments')?.start(), keeper.find('payments')?.start()])
    expect(puppets[0]?.starts).toBe(2)
  })

  test('what cannot start the first time is not tried again', async () => {
    const { keeper } = await keep()
    const broken = new Puppet('broken')
    broken.start = async () => {
      broken.starts += 1
      throw new Error('no such port')
    }
    await expect(keeper.add(broken)).rejects.toThrow('no such port')
    expect([broken.starts, keeper.find('broken')?.state]).toEqual([1, 'down'])
  })

  test('freezing and thawing is passed on, and is no death', async () => {
    const { keeper, puppets, state } = await keep('payments')
    keeper.find('payments')?.signal('SIGSTOP')
    keeper.find('payments')?.signal('SIGCONT')
    expect([puppets[0]?.signals, state('payments')]).toEqual([['SIGSTOP', 'SIGCONT'], 'up'])
  })

  test('who runs is noted whenever it changes', async () => {
    const { keeper, changes } = await keep('payments', 'identity')
    expect(changes).toEqual([1, 2])
    await keeper.stop((name) => name === 'payments')
    expect(changes).toHaveLength(3)
  })
})
