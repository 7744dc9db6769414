// A schema as SQLite itself describes it, after it has run the statements: no SQL is read here that
// SQLite has not understood.

import { DatabaseSync } from 'node:sqlite'

export interface Index {
  readonly name: string
  readonly unique: boolean
  readonly columns: readonly string[]
  /** The condition of a partial index, as it is written. */
  readonly where?: string
}

export interface Table {
  readonly name: string
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  readonly strict: boolean
  readonly withoutRowid: boolean
  /** Apart from the primary key's own. */
  readonly indexes: readonly Index[]
  readonly checks: readonly string[]
  readonly references: readonly string[]
}

interface Column {
  readonly name: string
  readonly type: string
  readonly notNull: boolean
  readonly default: unknown
}

export interface Schema {
  readonly tables: readonly Table[]
  readonly triggers: readonly string[]
}

/**
 * Runs statements in an empty database and describes what is there then. Tables are in the order of
 * their creation.
 */
export function describeSchema(statements: readonly string[]): Schema {
  const database = new DatabaseSync(':memory:')
  const ask = (sql: string, ...params: string[]) => database.prepare(sql).all(...params)
  try {
    for (const statement of statements) database.exec(statement)
    const list = (type: 'table' | 'trigger') =>
      ask("SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite%'", type).map(
        ({ name }) => String(name),
      )
    const tables = list('table').map((name) => describeTable(name, ask))
    return { tables, triggers: list('trigger') }
  } finally {
    database.close()
  }
}

type Ask = (sql: string, ...params: string[]) => readonly Readonly<Record<string, unknown>>[]

function describeTable(name: string, ask: Ask): Table {
  const [kind] = ask('SELECT wr, strict FROM pragma_table_list WHERE name = ?', name)
  const columns = ask('SELECT * FROM pragma_table_info(?)', name)
  const key = columns.filter(({ pk }) => pk !== 0).toSorted((a, b) => Number(a.pk) - Number(b.pk))
  const references = ask('SELECT * FROM pragma_foreign_key_list(?)', name).map(
    ({ from, table, to, on_update, on_delete }) =>
      `${from} -> ${table}.${to} ${on_update} ${on_delete}`,
  )
  return {
    name,
    columns: columns.map((column) => ({
      name: String(column.name),
      type: String(column.type).toUpperCase(),
      notNull: column.notnull === 1,
      default: column.dflt_value,
    })),
    primaryKey: key.map((column) => String(column.name)),
    strict: kind?.strict === 1,
    withoutRowid: kind?.wr === 1,
    indexes: describeIndexes(name, ask),
    checks: textOf(name, ask).match(/CHECK ?\((?:[^()]|\([^()]*\))*\)/g) ?? [],
    references: references.toSorted(),
  }
}

const describeIndexes = (table: string, ask: Ask): readonly Index[] =>
  ask(
    `SELECT name, "unique", partial FROM pragma_index_list(?) WHERE origin <> 'pk' ORDER BY name`,
    table,
  ).map((index) => {
    const name = String(index.name)
    const where = index.partial === 1 ? textOf(name, ask).split(' WHERE ')[1] : undefined
    return {
      name,
      unique: index.unique === 1,
      columns: ask('SELECT name, coll FROM pragma_index_xinfo(?) WHERE key = 1', name).map(
        ({ name: column, coll }) => `${column}${coll === 'BINARY' ? '' : ` ${coll}`}`,
      ),
      ...(where === undefined ? {} : { where }),
    }
  })

/** A statement as SQLite keeps it, in one line. Empty for what a constraint made by itself. */
const textOf = (name: string, ask: Ask): string =>
  String(ask('SELECT sql FROM sqlite_master WHERE name = ?', name)[0]?.sql ?? '').replaceAll(
    /\s+/g,
    ' ',
  )
