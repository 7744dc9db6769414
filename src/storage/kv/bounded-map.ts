// A map with a bound: in an isolate that lives for days, what anyone can ask for must not pile up.

export interface BoundedMap<V> {
  get(key: string): V | undefined
  /** Stores a value; when the map is full, the entry that was stored longest ago goes. */
  set(key: string, value: V): void
}

/** Makes a map of at most `limit` entries. */
export function createBoundedMap<V>(limit: number): BoundedMap<V> {
  const entries = new Map<string, V>()
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key)
      entries.set(key, value)
      const [oldest] = entries.keys()
      if (entries.size > limit && oldest !== undefined) entries.delete(oldest)
    },
  }
}
