// A SQL statement as a value, so that a command's effects can be written down before they happen.

/** SQL text with its parameters, all of them JSON values. */
export interface Statement {
  readonly sql: string
  readonly params: readonly unknown[]
}

/** A statement written by hand. */
export const statement = (sql: string, ...params: readonly unknown[]): Statement => ({
  sql,
  params,
})

/** A statement from the query builder. */
export function toStatement(query: {
  toSQL(): { readonly sql: string; readonly params: readonly unknown[] }
}): Statement {
  const { sql, params } = query.toSQL()
  return { sql, params }
}
