// Local data from before the first release: nothing upgrades it, so a start says that it has to go.
// It is noticed here, in the files, because the gates would only say it one by one, and D1 would
// take a half of the schema for the whole.

import { globSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const MIGRATIONS = path.join(import.meta.dirname, '../migrations')

/** What to say when `holdsOldData`, with the command that starts over. */
export const describeOldData = (startOver: string): string =>
  `The local data was made before the first release, and this version cannot use it. Start over: ${startOver}`

/**
 * Tells whether what wrangler keeps in a folder (`--persist-to`) was made before the schema began
 * anew.
 */
export const holdsOldData = (folder: string): boolean =>
  databasesIn(folder, 'd1').some(lacksFirstMigration) ||
  databasesIn(folder, 'do').some(lacksCountOfSteps)

/**
 * Databases of one kind, each in a folder of its class. Those of miniflare itself are in there too.
 */
const databasesIn = (folder: string, kind: 'd1' | 'do'): readonly string[] =>
  globSync(`v3/${kind}/*/*.sqlite`, { cwd: folder }).map((file) => path.join(folder, file))

function lacksFirstMigration(file: string): boolean {
  const [first] = readdirSync(MIGRATIONS)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
  return ask(file, (tables, read) => {
    if (!tables.includes('d1_migrations')) return false
    const applied = read('SELECT name FROM d1_migrations')
    return applied.length > 0 && !applied.includes(first ?? '')
  })
}

/** See `src/gate/tables/migrate.ts`. */
const lacksCountOfSteps = (file: string): boolean =>
  ask(file, (tables) => tables.length > 0 && !tables.includes('schema_steps'))

/** Reads a database without changing it. */
function ask<T>(
  file: string,
  question: (tables: readonly string[], read: (sql: string) => readonly string[]) => T,
): T {
  const database = new DatabaseSync(file, { readOnly: true })
  const read = (sql: string) =>
    database
      .prepare(sql)
      .all()
      .map(({ name }) => String(name))
  try {
    const tables = read("SELECT name FROM sqlite_master WHERE type = 'table'")
    return question(
      tables.filter((name) => !/^(?:_cf_|sqlite_)/.test(name)),
      read,
    )
  } finally {
    database.close()
  }
}
