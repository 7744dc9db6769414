// D1 as its binding in workerd asks for it over HTTP: statements come as JSON, rows go back. One
// SQLite database behind it, no sessions, no blobs: as much as a gate asks of it.

import { DurableObject } from 'cloudflare:workers'

interface Statement {
  readonly sql: string
  readonly params?: readonly SqlStorageValue[] | null
}

export class Database extends DurableObject<unknown> {
  /** Runs the statements in one transaction. */
  run(statements: readonly Statement[], asObjects: boolean) {
    return this.ctx.storage.transactionSync(() =>
      statements.map((statement) => this.#runOne(statement, asObjects)),
    )
  }

  #runOne({ sql, params }: Statement, asObjects: boolean) {
    const cursor = this.ctx.storage.sql.exec(sql, ...(params ?? []))
    const columns = cursor.columnNames
    const rows = [...cursor.raw()]
    const results = asObjects
      ? rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])))
      : { columns, rows }
    const { rowsRead, rowsWritten } = cursor
    const meta = { changes: rowsWritten, rows_read: rowsRead, rows_written: rowsWritten }
    return { success: true, results, meta }
  }
}

interface DatabaseEnv {
  readonly DATABASE: DurableObjectNamespace<Database>
}

export default {
  async fetch(request, { DATABASE }) {
    if (request.method !== 'POST') return new Response('ok')
    const format = new URL(request.url).searchParams.get('resultsFormat')
    const asked: Statement | readonly Statement[] = await request.json()
    const statements = Array.isArray(asked) ? asked : [asked]
    const ran: Promise<unknown> = DATABASE.getByName('d1').run(
      statements,
      format !== 'ROWS_AND_COLUMNS',
    )
    return ran.then(
      (results) => Response.json(results),
      (fault) => Response.json({ success: false, error: String(fault) }),
    )
  },
} satisfies ExportedHandler<DatabaseEnv>
