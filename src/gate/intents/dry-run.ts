// Looking at what statements would come to, before anything is decided: they run in a transaction
// that is always rolled back.

import type { GateStatement } from '../tables/gate-statement.ts'

/** What is seen once the statements have run; nothing of them stays. */
export function dryRun<T>(
  storage: DurableObjectStorage,
  statements: readonly GateStatement[],
  look: () => T,
): T {
  let seen: { readonly value: T } | undefined
  try {
    storage.transactionSync(() => {
      for (const { sql, params } of statements) storage.sql.exec(sql, ...params)
      seen = { value: look() }
      throw new Error('rolled back')
    })
  } catch (fault) {
    if (seen) return seen.value
    throw fault
  }
  throw new Error('A transaction swallowed what rolls it back')
}
