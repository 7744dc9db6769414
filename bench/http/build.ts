// Bundles a Worker exactly as a deployment would (wrangler, minified) and tells what it weighs.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

export const ROOT = path.resolve(import.meta.dirname, '../..')

export interface Bundle {
  readonly file: string
  readonly bytes: number
  readonly gzipBytes: number
}

/** Builds the Worker whose entry is `main` (relative to the project) into `folder`; by another configuration if one is given. */
export function buildBundle(main: string, folder: string, config = 'wrangler.toml'): Bundle {
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
  const file = path.join(folder, path.basename(main).replace(/\.ts$/, '.js'))
  const text = readFileSync(file)
  return { file, bytes: text.length, gzipBytes: gzipSync(text, { level: 9 }).length }
}
