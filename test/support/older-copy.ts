// D1 as it was: a copy of every table, and the way back to it, as Time Travel or a backup would do
// it.

import { env } from 'cloudflare:workers'

type Row = Record<string, unknown>
/** Table -> its rows. */
export type OlderCopy = ReadonlyMap<string, readonly Row[]>

/** Copies D1. The audit log refuses to be changed, so it stays out. */
export async function copyDatabase(): Promise<OlderCopy> {
  const { results: tables } = await env.DB.prepare(
    `SELECT name FROM sqlite_master WHERE type = 'table'
     AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'd1%'
     AND name <> 'audit_entries'`,
  ).all<{ name: string }>()
  const names = tables.map(({ name }) => name)
  const answers = await env.DB.batch<Row>(
    names.map((name) => env.DB.prepare(`SELECT * FROM ${name}`)),
  )
  return new Map(names.map((name, index) => [name, answers[index]?.results ?? []]))
}

/** Puts the copy in the place of what D1 has by now. */
export async function restoreDatabase(copy: OlderCopy): Promise<void> {
  await env.DB.batch([
    env.DB.prepare('PRAGMA defer_foreign_keys = on'),
    ...[...copy.keys()].map((name) => env.DB.prepare(`DELETE FROM ${name}`)),
    ...[...copy].flatMap(([name, rows]) =>
      rows.map((row) =>
        env.DB.prepare(
          `INSERT INTO ${name} (${Object.keys(row).join(', ')})
           VALUES (${Object.keys(row).fill('?').join(', ')})`,
        ).bind(...Object.values(row)),
      ),
    ),
  ])
}
