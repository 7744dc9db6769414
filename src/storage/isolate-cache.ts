// A bounded memory of an isolate: what was read a moment ago, misses included, so that guessed ids cost one read each.

/** Values by key, each until its time; the oldest goes when there are too many. */
export interface IsolateCache<V> {
  /** The remembered value, else the one that `read` finds, which is then remembered. A fault is not. */
  get(key: string, read: () => Promise<V>): Promise<V>
  forget(key: string): void
}

/** Makes a cache whose values live `ttl` milliseconds by the given clock. */
export function createIsolateCache<V>(input: {
  readonly clock: () => number
  readonly ttl: number
  readonly size: number
}): IsolateCache<V> {
  const { clock, ttl, size } = input
  const held = new Map<string, { readonly value: V; readonly until: number }>()
  return {
    async get(key, read) {
      const known = held.get(key)
      if (known && known.until > clock()) return known.value
      const value = await read()
      // Deleting first keeps the map in the order of arrival.
      held.delete(key)
      const [oldest] = held.keys()
      if (held.size >= size && oldest !== undefined) held.delete(oldest)
      held.set(key, { value, until: clock() + ttl })
      return value
    },
    forget: (key) => void held.delete(key),
  }
}
