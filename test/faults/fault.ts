// A fault is a test that says what it expects, and reports what it saw.

import { it } from 'vitest'

/** What the run prints of a fault (dev/faults.ts). */
declare module 'vitest' {
  interface TaskMeta {
    expectation?: string
    observation?: string
  }
}

/**
 * Registers a fault. `run` throws when the expectation does not hold, and returns what was
 * observed.
 */
export function fault(name: string, expectation: string, run: () => Promise<string>): void {
  it(name, { timeout: 120_000, meta: { expectation } }, async ({ task }) => {
    task.meta.observation = await run()
  })
}
