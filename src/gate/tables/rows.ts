// The one row of a query, or undefined.

type Row = Record<string, SqlStorageValue>

/** Runs a statement and returns its first row. */
export function firstRow<T extends Row>(
  sql: SqlStorage,
  statement: string,
  ...params: SqlStorageValue[]
): T | undefined {
  const [row] = sql.exec<T>(statement, ...params).toArray()
  return row
}
