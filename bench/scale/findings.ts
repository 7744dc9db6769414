// What is found out inside a Worker, as it travels to the program that compares two of them.

/**
 * What was asked of the storages, and how many rows that read and wrote by the platform's own
 * counters.
 */
export interface Tally {
  /** Calls of each binding. */
  readonly kv: number
  readonly gate: number
  readonly d1: number
  readonly gateRowsRead: number
  readonly gateRowsWritten: number
  readonly d1RowsRead: number
  readonly d1RowsWritten: number
  /** Times that an alarm was set, which is billed as a written row. */
  readonly alarms: number
}

/** A statement that D1 was asked, and how it goes about it. */
export interface PlannedQuery {
  readonly sql: string
  readonly rowsRead: number
  /** The lines of EXPLAIN QUERY PLAN. */
  readonly plan: readonly string[]
}

/** A page of a list, as an administrator asks for it. */
export interface ListCall {
  /** The operation, and the filters by name. */
  readonly name: string
  readonly path: string
  /** Who may ask: the operator, or a program with an API key. */
  readonly by: 'operator' | 'program'
}

/** What the storages weigh. */
export interface Weights {
  readonly gateBytes: number
  readonly d1Bytes: number
}

/** How much there is to be of everything. */
export interface Size {
  /** In the tenant whose logins are measured; as many again are spread over the others. */
  readonly users: number
  readonly tenants: number
}

/** Something that is done seldom, and may take longer where there is more. */
export interface Administered {
  readonly name: string
  readonly tally: Tally
  /** How long it took, milliseconds. */
  readonly ms: number
}
