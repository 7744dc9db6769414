// Builds the console to dist/console, which wrangler uploads as it is: /console/index.html, files
// with hashes in their names beside it, and the headers of those. Unchanged sources are not built
// again.

import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../worker.ts'

/** What wrangler uploads ([assets] in wrangler.toml). */
export const CONSOLE_FOLDER = path.join(ROOT, 'dist/console')
const DOCUMENT = path.join(CONSOLE_FOLDER, 'console/index.html')
/** Beside the folder, because everything in it is uploaded. */
const FINGERPRINT = path.join(ROOT, 'dist/console.fingerprint')
/** Whatever can change the result. */
const SOURCES = ['src/console/**/*', 'dev/console/*', 'package-lock.json']

/**
 * The headers of the files, which the platform serves without the Worker. A file with a hash in its
 * name never changes.
 */
const HEADERS = `/console/assets/*
  Cache-Control: public, max-age=31536000, immutable
  X-Content-Type-Options: nosniff
  Cross-Origin-Resource-Policy: same-origin
  X-Robots-Tag: noindex, nofollow
`

/** Builds the console, unless this is what was built last. Returns whether it was built. */
export async function buildConsole(): Promise<boolean> {
  const fingerprint = digestSources()
  if (existsSync(DOCUMENT) && lastFingerprint() === fingerprint) return false
  const built = mkdtempSync(path.join(tmpdir(), 'edge-sso-console-'))
  try {
    await runVite(built)
    replace(built)
  } finally {
    rmSync(built, { recursive: true, force: true })
  }
  writeFileSync(FINGERPRINT, fingerprint)
  return true
}

/** Builds the console if there is none: whoever tests the Worker needs one, not the newest. */
export async function ensureConsole(): Promise<void> {
  if (!existsSync(DOCUMENT)) await buildConsole()
}

async function runVite(outDir: string): Promise<void> {
  // Loaded only here, because loading them takes longer than finding out that nothing changed.
  const { runBuild } = await import('./vite-config.ts')
  await runBuild({ outDir, emptyOutDir: true })
}

/**
 * Puts what was built in its place: the files first, the document that names them, then away with
 * what nothing names any more. Two builds at the same time leave a whole console behind.
 */
function replace(built: string): void {
  const target = path.join(CONSOLE_FOLDER, 'console')
  mkdirSync(target, { recursive: true })
  cpSync(path.join(built, 'assets'), path.join(target, 'assets'), { recursive: true })
  cpSync(path.join(built, 'index.html'), DOCUMENT)
  writeFileSync(path.join(CONSOLE_FOLDER, '_headers'), HEADERS)
  for (const file of globSync('assets/*', { cwd: target }))
    if (!existsSync(path.join(built, file))) rmSync(path.join(target, file), { force: true })
}

const lastFingerprint = (): string =>
  existsSync(FINGERPRINT) ? readFileSync(FINGERPRINT, 'utf8') : ''

function digestSources(): string {
  const hash = createHash('sha256')
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT, withFileTypes: true }))
  for (const file of files.filter((one) => one.isFile()))
    hash.update(file.name).update(readFileSync(path.join(file.parentPath, file.name)))
  return hash.digest('hex')
}
