// What wrangler has to know to bundle a Worker that is none of the project's.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The date of the Worker itself, and none of its bindings. Names of functions are not kept, as in
 * what is deployed.
 */
const BARE_WORKER = 'name = "bench"\ncompatibility_date = "2026-11-17"\nkeep_names = false\n'

/** Writes a configuration without bindings into the folder, and returns its path. */
export function writeBareConfig(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, 'wrangler.toml')
  writeFileSync(file, BARE_WORKER)
  return file
}
