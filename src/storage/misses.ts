// What was looked for a moment ago and is not there. It has a bound and a place of its own: whoever
// makes ids up pushes out other made-up ones, and nothing that exists.

import { createBoundedMap } from './kv/bounded-map.ts'

/**
 * How long a miss is not looked up again, milliseconds. An id or secret that is issued meanwhile is
 * random: nobody missed it.
 */
const MISSED_MS = 30_000
const MISSES = 2_000

export interface Misses {
  has(key: string): boolean
  note(key: string): void
}

/** Makes a memory of misses, by the given clock. */
export function createMisses(clock: () => number): Misses {
  const until = createBoundedMap<number>(MISSES)
  return {
    has: (key) => (until.get(key) ?? 0) > clock(),
    note: (key) => until.set(key, clock() + MISSED_MS),
  }
}
