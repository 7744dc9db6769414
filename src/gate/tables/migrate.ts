// The gate's schema steps. They run in the constructor, before any call is let in, and synchronously: a plain SQL
// transaction needs no blockConcurrencyWhile.

/** One step: its statements, in order. A step that has been deployed is never edited, only followed by another. */
export type SchemaStep = readonly string[]

/** Applies the steps that this object has not seen yet, all or none. */
export function migrate(storage: DurableObjectStorage, steps: readonly SchemaStep[]): void {
  const { sql } = storage
  storage.transactionSync(() => {
    sql.exec('CREATE TABLE IF NOT EXISTS gate_schema (steps INTEGER NOT NULL)')
    const applied = Number(sql.exec('SELECT steps FROM gate_schema').toArray()[0]?.steps ?? 0)
    if (applied >= steps.length) return
    for (const statement of steps.slice(applied).flat()) sql.exec(statement)
    sql.exec('DELETE FROM gate_schema')
    sql.exec('INSERT INTO gate_schema VALUES (?)', steps.length)
  })
}
