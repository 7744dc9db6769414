// The gate's schema steps. They run in the constructor, before any call is let in, and
// synchronously: a plain SQL transaction needs no blockConcurrencyWhile.

import type { SchemaStep } from './schema-step.ts'

/**
 * Applies the steps that this object has not taken yet, all or none. An object that took more steps
 * than this version knows keeps them. Throws if the object has tables but no count of steps: that
 * count must not begin anew.
 */
export function migrate(storage: DurableObjectStorage, steps: readonly SchemaStep[]): void {
  const { sql } = storage
  storage.transactionSync(() => {
    sql.exec('CREATE TABLE IF NOT EXISTS schema_steps (taken INTEGER NOT NULL) STRICT')
    const taken = sql.exec<{ taken: number }>('SELECT taken FROM schema_steps').toArray()[0]?.taken
    if (taken === undefined) refuseUncounted(sql)
    if (taken !== undefined && taken >= steps.length) return
    for (const statement of steps.slice(taken).flat()) sql.exec(statement)
    sql.exec('DELETE FROM schema_steps')
    sql.exec('INSERT INTO schema_steps (taken) VALUES (?)', steps.length)
  })
}

/** Before the first release the count was in another table, and it counted other steps. */
function refuseUncounted(sql: SqlStorage): void {
  const [other] = sql
    .exec<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_steps'
       AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\' LIMIT 1`,
    )
    .toArray()
  if (other === undefined) return
  throw new Error(
    `This Durable Object holds data from before the first release (table ${other.name}), which no step upgrades. ` +
      'Local data has to start over: npm run dev -- --fresh',
  )
}
