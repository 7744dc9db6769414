// Which migrations there are, as one text: a database that has them all is not migrated again.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A digest over the names and the text of the migrations in a folder. */
export function digestMigrations(folder: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).toSorted())
    if (name.endsWith('.sql')) hash.update(name).update(readFileSync(path.join(folder, name)))
  return hash.digest('hex')
}
