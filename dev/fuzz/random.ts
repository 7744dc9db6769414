// Chance that can be repeated: everything a run does follows from its seed.

export interface Random {
  /** A whole number from zero up to, not including, `below`. */
  readonly below: (below: number) => number
  /** One of these; they must not be empty. */
  readonly pick: <T>(from: readonly T[]) => T
  /** True once in so many times. */
  readonly oneIn: (times: number) => boolean
}

/** Starts the generator (mulberry32) of mutant `number` in the run with this seed. */
export function seededRandom(seed: number, number: number): Random {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) | 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
  return {
    below,
    pick: (from) => {
      const one = from[below(from.length)]
      if (one === undefined) throw new Error('Nothing to pick from')
      return one
    },
    oneIn: (times) => below(times) === 0,
  }
}
