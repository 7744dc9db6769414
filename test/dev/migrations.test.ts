// D1's migrations run before the Worker that needs them, and a version may be taken back after
// them. So a migration may only add: the version before it must go on working (docs/deploy.md).

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { describe, expect, it } from 'vitest'
import { describeSchema, type Schema } from '../../dev/schema/describe.ts'
import * as drizzleSchema from '../../src/storage/d1/schema/index.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../migrations')
const ADDING: readonly RegExp[] = [
  /^CREATE TABLE/i,
  /^CREATE VIRTUAL TABLE/i,
  /^CREATE (?:UNIQUE )?INDEX/i,
  /^CREATE TRIGGER/i,
  // A column that is new must be optional or have a default: the version before writes rows without
  // it.
  /^ALTER TABLE \S+ ADD (?:COLUMN )?(?:(?!.*NOT NULL)|(?=.*DEFAULT))/i,
  /^INSERT /i,
  /^UPDATE /i,
  // Without an index a query is slow, not wrong.
  /^DROP INDEX/i,
]

const files = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.sql'))
  .toSorted()

const statementsOf = (sql: string): readonly string[] =>
  sql
    .replaceAll(/^--(?!>).*$/gm, '')
    .split('--> statement-breakpoint')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')

const adds = (statement: string): boolean =>
  ADDING.some((pattern) => pattern.test(statement.replaceAll(/\s+/g, ' ')))

describe('a migration', () => {
  it.each(files)('only adds: %s', (file) => {
    const sql = readFileSync(path.join(FOLDER, file), 'utf8')
    expect(statementsOf(sql).filter((statement) => !adds(statement))).toEqual([])
  })

  it.each(files)('rebuilds no table, and nothing cascades: %s', (file) => {
    const sql = readFileSync(path.join(FOLDER, file), 'utf8')
    // D1 ignores `PRAGMA foreign_keys`, so a rebuild of a parent takes the rows of its children
    // along.
    expect(sql).not.toMatch(/__new_|ON DELETE cascade/i)
  })

  it.each([
    'DROP TABLE `users`;',
    'ALTER TABLE `users` DROP COLUMN `email`;',
    'ALTER TABLE `users` RENAME TO `people`;',
    'ALTER TABLE `users` ADD `age` integer NOT NULL;',
    'DELETE FROM users;',
  ])('that does this is noticed: %s', (statement) => {
    expect(adds(statement)).toBe(false)
  })

  it.each([
    'ALTER TABLE `users` ADD `age` integer;',
    'ALTER TABLE `users` ADD `age` integer DEFAULT 0 NOT NULL;',
    'ALTER TABLE `users` ADD `age` integer NOT NULL DEFAULT 0;',
  ])('may do this: %s', (statement) => {
    expect(adds(statement)).toBe(true)
  })
})

describe('all migrations together', () => {
  const migrated = describeSchema(
    files.flatMap((file) => statementsOf(readFileSync(path.join(FOLDER, file), 'utf8'))),
  )
  /**
   * In the order of names: a column that joined later stands last in D1, and in its place in the
   * code.
   */
  const sorted = ({ tables }: Schema) =>
    tables
      .map((table) => ({
        ...table,
        columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))

  it('make exactly the schema that the code says', async () => {
    const wanted = await generateSQLiteMigration(
      await generateSQLiteDrizzleJson({}),
      await generateSQLiteDrizzleJson(drizzleSchema),
    )
    expect(sorted(migrated)).toEqual(sorted(describeSchema(wanted)))
    expect(migrated.tables.flatMap(({ checks }) => checks)).toHaveLength(1)
  })

  it('make the triggers by which the audit log is append-only, which drizzle cannot say', () => {
    expect(migrated.triggers).toEqual(['audit_entries_keep', 'audit_entries_fixed'])
  })
})
