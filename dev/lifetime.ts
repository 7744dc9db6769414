// What was started must end, in reverse order, however the command ends.

export interface Lifetime {
  /** Registers what ends something that was started just now. */
  add(stop: () => Promise<void>): void
  /** Whether the end was asked for. */
  isEnding(): boolean
  /** Ends everything once; later calls wait for the same end. */
  end(): Promise<void>
}

/** Begins a lifetime that Ctrl-C and SIGTERM end, together with the process. */
export function beginLifetime(): Lifetime {
  const stops: (() => Promise<void>)[] = []
  let ending: Promise<void> | undefined
  async function endAll(): Promise<void> {
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop()
  }
  const lifetime: Lifetime = {
    add(stop) {
      // What starts while everything ends must not stay behind.
      if (ending) ending = ending.then(stop)
      else stops.push(stop)
    },
    isEnding: () => ending !== undefined,
    end() {
      ending ??= endAll()
      return ending
    },
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => lifetime.end().finally(() => process.exit()))
  return lifetime
}
