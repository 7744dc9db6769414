// A short memory of an isolate: what was read a moment ago, misses included, so that guessed ids
// cost one read each.

import { createBoundedMap } from './kv/bounded-map.ts'

export interface IsolateCache<V> {
  /**
   * The remembered value, else the one that `read` finds, which is then remembered. A fault is not.
   */
  get(key: string, read: () => Promise<V>): Promise<V>
  forget(key: string): void
}

interface Entry<V> {
  readonly value: V
  /** Milliseconds since the epoch. */
  readonly until: number
}

/**
 * Makes a cache of at most `size` values that live `ttl` milliseconds by the given clock. Misses
 * take none of these places.
 */
export function createIsolateCache<V>(input: {
  readonly clock: () => number
  readonly ttl: number
  readonly size: number
}): IsolateCache<V> {
  const { clock, ttl, size } = input
  const held = createBoundedMap<Entry<V> | undefined>(size)
  const missed = createBoundedMap<Entry<V> | undefined>(size)
  return {
    async get(key, read) {
      const known = held.get(key) ?? missed.get(key)
      if (known && known.until > clock()) return known.value
      const value = await read()
      const place = value === undefined ? missed : held
      place.set(key, { value, until: clock() + ttl })
      return value
    },
    forget(key) {
      if (held.get(key)) held.set(key, undefined)
      if (missed.get(key)) missed.set(key, undefined)
    },
  }
}
