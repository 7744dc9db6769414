// `npm test`: everything that needs nothing but npm. `--check-only` leaves the tests out.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { runScript } from './child.ts'
import { startTally, type Tally } from './tally.ts'
import { ROOT } from './worker.ts'

const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['Every file is formatted and free of lint', ['biome', 'check', '.']],
  ['The Worker type-checks', ['tsc', '-p', '.']],
  ['The core stays pure', ['tsc', '-p', 'src/protocol']],
  ['The tests type-check', ['tsc', '-p', 'tsconfig.test.json']],
  ['The development code type-checks', ['tsc', '-p', 'tsconfig.dev.json']],
]

const { values: options } = parseArgs({ options: { 'check-only': { type: 'boolean' } } })
const tally = startTally()
for (const [title, [tool = '', ...args]] of CHECKS)
  await tally.check(title, async () => {
    await runScript({ script: binary(tool), args, env: process.env })
  })
if (!options['check-only']) await runTests(tally)
tally.finish()

/** Runs vitest with its own output and adds its counts. */
async function runTests(tally: Tally): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-test-'))
  const report = path.join(folder, 'report.json')
  const args = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  const code = await runInherited(binary('vitest'), args)
  const counts: Record<string, number> = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : {}
  rmSync(folder, { recursive: true })
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = counts
  // A file that does not load, or a fault outside of a test, fails the run without failing a test.
  tally.add(passed, code !== 0 && failed === 0 ? 1 : failed)
}

function binary(name: string): string {
  return path.join(ROOT, 'node_modules/.bin', name)
}

function runInherited(script: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit' })
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
}
