import { expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import type { Signals } from './signals.ts'

export interface TwoEnds {
  /** Where something is said, and where it is heard: two processes, or twice the same one. */
  readonly here: Signals
  readonly there: Signals
  close(): Promise<void>
}

/** Signals travel; what was said before the last one has come when the last has been heard. */
async function settled({ here, there }: TwoEnds): Promise<void> {
  let heard = false
  const stop = there.on('last', () => (heard = true))
  await eventually(async () => {
    here.emit('last', '')
    return heard || undefined
  }, 'the last signal')
  stop()
}

const promises: Readonly<Record<string, (ends: TwoEnds) => Promise<void>>> = {
  async 'a signal reaches who listens, here and there, once'(two) {
    const [near, far]: [string[], string[]] = [[], []]
    two.here.on('account', (subject) => near.push(subject))
    two.there.on('account', (subject) => far.push(subject))
    await settled(two)
    two.here.emit('account', 'a-1')
    await settled(two)
    expect([near, far]).toEqual([['a-1'], ['a-1']])
  },

  async 'many subjects said at once are heard one by one, in their order'(two) {
    const [near, far]: [string[], string[]] = [[], []]
    two.here.on('account', (subject) => near.push(subject))
    two.there.on('account', (subject) => far.push(subject))
    await settled(two)
    const said = Array.from({ length: 1_000 }, (_, n) => `a-${n}`)
    two.here.emit('account', ...said)
    two.here.emit('account')
    await settled(two)
    expect([near, far]).toEqual([said, said])
  },

  async 'topics are kept apart, and order holds within one'(two) {
    const heard: string[] = []
    two.there.on('account', (subject) => heard.push(subject))
    two.there.on('other', () => heard.push('other'))
    await settled(two)
    const said = Array.from({ length: 200 }, (_, n) => `a-${n}`)
    for (const subject of said) {
      two.here.emit('work', 'not for us')
      two.here.emit('account', subject)
    }
    await settled(two)
    expect(heard).toEqual(said)
  },

  async 'a listener that throws harms nobody'(two) {
    const heard: string[] = []
    two.there.on('account', () => {
      throw new Error('broken listener')
    })
    two.there.on('account', (subject) => heard.push(subject))
    await settled(two)
    two.here.emit('account', 'a-1')
    await settled(two)
    expect(heard).toEqual(['a-1'])
  },

  async 'who stops listening hears nothing more, others do'(two) {
    const heard: string[] = []
    const stop = two.there.on('account', () => heard.push('stopped'))
    two.there.on('account', (subject) => heard.push(subject))
    await settled(two)
    stop()
    two.here.emit('account', 'a-1')
    await settled(two)
    expect(heard).toEqual(['a-1'])
  },

  async 'whoever says something goes on before anybody hears it'(two) {
    const order: string[] = []
    two.there.on('account', () => order.push('heard'))
    await settled(two)
    two.here.emit('account', 'a-1')
    order.push('went on')
    await settled(two)
    expect(order).toEqual(['went on', 'heard'])
  },

  async 'any text may be a subject'(two) {
    const heard: string[] = []
    two.there.on('account', (subject) => heard.push(subject))
    await settled(two)
    const subjects = ['', 'señal ✓', 'two\r\nlines', 'x'.repeat(4_000)]
    for (const subject of subjects) two.here.emit('account', subject)
    await settled(two)
    expect(heard).toEqual(subjects)
  },
}

/** What every implementation of signals keeps; to be called inside a describe. */
export function signalsConformance(open: () => Promise<TwoEnds>): void {
  test.each(Object.entries(promises))('%s', async (_name, kept) => {
    const ends = await open()
    try {
      await kept(ends)
    } finally {
      await ends.close()
    }
  })
}
