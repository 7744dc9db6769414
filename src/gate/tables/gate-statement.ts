// What a command or a login wants done to the gate's own tables, before it is done.

import type { Statement } from '../../storage/statement.ts'

/** A statement on the gate's own tables. */
export type GateStatement = Statement & { readonly params: readonly SqlStorageValue[] }

/** A statement on the gate's own tables, as a value. */
export const gateStatement = (
  sql: string,
  ...params: readonly SqlStorageValue[]
): GateStatement => ({
  sql,
  params,
})
