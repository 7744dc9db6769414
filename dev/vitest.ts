// Runs vitest with its own output, and reads what it reports for machines.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Tally } from './tally.ts'
import { ROOT } from './worker.ts'

/** One test, as vitest's JSON reporter tells of it. */
export interface Reported {
  readonly title: string
  readonly status: string
  readonly duration?: number
  readonly failureMessages: readonly string[]
  readonly meta: Readonly<Record<string, unknown>>
}

export interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly { readonly assertionResults: readonly Reported[] }[]
}

/** Runs the tests and adds their counts. `undefined` when vitest came to no end of its own. */
export async function runVitest(
  tally: Tally,
  args: readonly string[] = [],
): Promise<Report | undefined> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-test-'))
  const file = path.join(folder, 'report.json')
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const code = await runInherited(binary('vitest'), ['run', ...reporters, ...args])
  const report: Report | undefined = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : undefined
  rmSync(folder, { recursive: true })
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = report ?? {}
  // A file that does not load, or a fault outside of a test, fails the run without failing a test.
  tally.add(passed, code !== 0 && failed === 0 ? 1 : failed)
  return report
}

/** The path of an installed tool. */
export function binary(name: string): string {
  return path.join(ROOT, 'node_modules/.bin', name)
}

function runInherited(script: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit' })
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
}
