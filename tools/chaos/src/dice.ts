/** Chance that is the same again for the same seed. */
export interface Dice {
  /** From 0 up to 1. */
  chance(): number
  /** A whole number from 0 up to `below`. */
  below(below: number): number
  pick<T>(from: readonly T[]): T
}

/** mulberry32: small, and even enough for picking targets. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const chance = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(chance() * limit)
  return {
    chance,
    below,
    pick(from) {
      const index = below(from.length)
      if (index >= from.length) throw new Error('nothing to pick from')
      return from[index] as (typeof from)[number]
    },
  }
}
