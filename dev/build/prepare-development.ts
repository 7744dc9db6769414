// What `npx wrangler dev` needs besides the Worker: secrets, and tables in the local D1. A
// deployment gets neither from here.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runScript } from '../child.ts'
import { describeOldData, holdsOldData } from '../local-data.ts'
import { ensureSecretsFile } from '../secrets-file.ts'
import { ROOT, WRANGLER } from '../worker.ts'
import { digestMigrations } from './digest-migrations.ts'

/** Where wrangler keeps local data, unless it is told otherwise. */
const STATE = '.wrangler/state'
const MIGRATED = path.join(STATE, 'edge-sso-migrations')

/**
 * Tells whether this build is one for `wrangler dev` alone. `npm run dev` and the scripted runs
 * bring their own data.
 */
export const isForDevelopment = (env: NodeJS.ProcessEnv): boolean =>
  env.WRANGLER_COMMAND === 'dev' && !env.WORKERS_CI && env.EDGE_SSO_OWN_DATA !== 'on'

/**
 * Makes `.dev.vars` with fresh secrets if there is none, and brings the local D1 to the newest
 * migration.
 */
export async function prepareDevelopment(root = ROOT): Promise<void> {
  if (ensureSecretsFile(path.join(root, '.dev.vars')))
    console.log('Made .dev.vars with fresh secrets. Only you can read it, and git ignores it.')
  const newest = digestMigrations(path.join(root, 'migrations'))
  const marker = path.join(root, MIGRATED)
  // A rebuild while wrangler runs changes no table, unless there is a new migration.
  if (existsSync(marker) && readFileSync(marker, 'utf8') === newest) return
  if (holdsOldData(path.join(root, STATE))) throw new Error(describeOldData(`rm -r ${STATE}`))
  const args = ['d1', 'migrations', 'apply', 'DB', '--local']
  await runScript({ script: WRANGLER, args, env: { ...process.env, CI: '1' } })
  mkdirSync(path.dirname(marker), { recursive: true })
  writeFileSync(marker, newest)
  console.log('Applied the migrations to the local D1.')
}
