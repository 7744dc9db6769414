// Real bindings that count what is asked of them, and the rows that it reads and writes by the
// counters that the platform bills by. They replace nothing. The Worker and its gates run in one
// isolate here, so one meter hears of both.

import type { Tally } from '../findings.ts'

/**
 * What keeps the names of objects on a developer's machine writes them down with every start of
 * one; the platform does not.
 */
const SIMULATOR = '__miniflare'

const NOTHING: Tally = {
  kv: 0,
  gate: 0,
  d1: 0,
  gateRowsRead: 0,
  gateRowsWritten: 0,
  d1RowsRead: 0,
  d1RowsWritten: 0,
  alarms: 0,
}

/** A statement that D1 was asked. */
export interface Query {
  readonly sql: string
  readonly params: readonly unknown[]
  readonly rowsRead: number
}

interface Reading {
  tally: { -readonly [K in keyof Tally]: number }
  readonly queries: Query[]
  /** A cursor knows its rows once it was read to its end. */
  readonly cursors: { readonly rowsRead: number; readonly rowsWritten: number }[]
}

let present: Reading | undefined

/** What `work` asks of the storages, and its outcome. */
export async function metered<T>(
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly tally: Tally; readonly queries: readonly Query[] }> {
  const reading: Reading = { tally: { ...NOTHING }, queries: [], cursors: [] }
  present = reading
  const value = await work().finally(() => {
    present = undefined
  })
  for (const { rowsRead, rowsWritten } of reading.cursors) {
    reading.tally.gateRowsRead += rowsRead
    reading.tally.gateRowsWritten += rowsWritten
  }
  return { value, tally: reading.tally, queries: reading.queries }
}

/** The bindings of the Worker or of a gate, counted. */
export const meterBindings = (env: Env): Env => ({
  ...env,
  DB: meterD1(env.DB),
  LOGIN_CONFIG: intercept(env.LOGIN_CONFIG, (_, call) => {
    if (present) present.tally.kv++
    return call()
  }),
  TENANT_GATE: new Proxy(env.TENANT_GATE, {
    get(namespace, name) {
      const member = Reflect.get(namespace, name, namespace)
      if (name !== 'getByName')
        return typeof member === 'function' ? member.bind(namespace) : member
      return (...args: Parameters<typeof namespace.getByName>) =>
        intercept(namespace.getByName(...args), (_, call) => {
          if (present) present.tally.gate++
          return call()
        })
    },
  }),
})

/** The storage of a gate, counted in place: the platform insists on getting it back as it is. */
export function meterStorage(storage: DurableObjectStorage): void {
  const { sql } = storage
  const exec = sql.exec.bind(sql)
  Object.defineProperty(sql, 'exec', {
    value: (...args: Parameters<typeof exec>) => {
      const cursor = exec(...args)
      if (!args[0].includes(SIMULATOR)) present?.cursors.push(cursor)
      return cursor
    },
  })
  const setAlarm = storage.setAlarm.bind(storage)
  Object.defineProperty(storage, 'setAlarm', {
    value: (...args: Parameters<typeof setAlarm>) => {
      if (present) present.tally.alarms++
      return setAlarm(...args)
    },
  })
}

/** Every method of an object goes through `ask`. */
const intercept = <T extends object>(
  target: T,
  ask: (name: string, call: () => unknown) => unknown,
): T =>
  new Proxy(target, {
    get(object, name) {
      const member = Reflect.get(object, name, object)
      if (typeof member !== 'function') return member
      // Not `member.apply`: on a stub that would be one more remote property.
      return (...args: unknown[]) => ask(String(name), () => Reflect.apply(member, object, args))
    },
  })

interface Asked {
  readonly statement: D1PreparedStatement
  readonly sql: string
  readonly params: readonly unknown[]
}

const asked = new WeakMap<object, Asked>()

const meterD1 = (d1: D1Database): D1Database =>
  new Proxy(d1, {
    get(database, name) {
      if (name === 'prepare')
        return (sql: string) =>
          meterStatement({ statement: database.prepare(sql), sql, params: [] })
      if (name === 'batch')
        return async (statements: readonly object[]) => {
          const batch = statements.flatMap((statement) => asked.get(statement) ?? [])
          const results = await database.batch(batch.map(({ statement }) => statement))
          if (present) present.tally.d1++
          for (const [index, { meta }] of results.entries()) note(batch[index], meta)
          return results
        }
      const member = Reflect.get(database, name, database)
      return typeof member === 'function' ? member.bind(database) : member
    },
  })

/** Whatever the statement is asked for, `all` is what tells the rows along with it. */
function meterStatement(one: Asked): D1PreparedStatement {
  const all = async () => {
    const result = await one.statement.all<Record<string, unknown>>()
    if (present) present.tally.d1++
    note(one, result.meta)
    return result
  }
  const replaced: Readonly<Record<string, (...args: never[]) => unknown>> = {
    bind: (...params: unknown[]) =>
      meterStatement({ ...one, statement: one.statement.bind(...params), params }),
    all,
    run: all,
    first: async (column?: string) => {
      const [row] = (await all()).results
      return row === undefined ? null : column === undefined ? row : row[column]
    },
    raw: async () => {
      // Columns of one name would be lost on the way over `all`, and only a read can be made twice.
      if (!/^\s*select/i.test(one.sql)) return (await all()).results.map(Object.values)
      await all()
      return one.statement.raw()
    },
  }
  const statement = new Proxy(one.statement, {
    get: (target, name) => replaced[String(name)] ?? Reflect.get(target, name, target),
  })
  asked.set(statement, one)
  return statement
}

function note(one: Asked | undefined, meta: D1Meta & Record<string, unknown>): void {
  if (present === undefined || one === undefined) return
  present.tally.d1RowsRead += meta.rows_read
  present.tally.d1RowsWritten += meta.rows_written
  present.queries.push({ sql: one.sql, params: one.params, rowsRead: meta.rows_read })
}
