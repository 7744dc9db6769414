// D1 for the Worker that is measured: a workerd of its own with the tables of the migrations.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { writeBareConfig } from './bare-config.ts'
import { buildBundle, ROOT } from './build.ts'
import { serve } from './workerd.ts'

const MIGRATIONS = path.join(ROOT, 'migrations')

export interface ServedDatabase {
  /** The rows of a query. */
  query(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>
  stop(): Promise<void>
}

/** Serves an empty database, migrated, on this port. */
export async function serveDatabase(folder: string, port: number): Promise<ServedDatabase> {
  const main = path.join(import.meta.dirname, 'worker/database.ts')
  const { file } = buildBundle(main, folder, writeBareConfig(folder))
  const objects = { DATABASE: 'Database' }
  const served = await serve({ folder, bundle: file, port, variables: {}, objects, probe: '/' })
  const query = async (sql: string) => {
    const body = JSON.stringify({ sql })
    const response = await fetch(`${served.origin}/query`, { method: 'POST', body })
    const [answer] = await response.json().then((answers) => [answers].flat())
    if (!answer?.success) throw new Error(`D1 refuses ${sql}: ${answer?.error}`)
    return answer.results
  }
  for (const name of readdirSync(MIGRATIONS).toSorted())
    if (name.endsWith('.sql')) await query(readFileSync(path.join(MIGRATIONS, name), 'utf8'))
  return { query, stop: served.stop }
}
