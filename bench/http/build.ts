// Bundles a Worker that is none of ours to deploy into one file, by wrangler: a database, the peers
// of the verifier.

import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.resolve(import.meta.dirname, '../..')

/** Builds the Worker whose entry is `main` into `folder`, by this configuration. */
export function buildBundle(
  main: string,
  folder: string,
  config: string,
): { readonly file: string } {
  mkdirSync(folder, { recursive: true })
  const wrangler = path.join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
  const args = [
    wrangler,
    'deploy',
    main,
    '--dry-run',
    '--minify',
    '--outdir',
    folder,
    '--config',
    config,
  ]
  execFileSync(process.execPath, args, {
    cwd: ROOT,
    stdio: 'pipe',
    env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
  })
  return { file: path.join(folder, path.basename(main).replace(/\.ts$/, '.js')) }
}
