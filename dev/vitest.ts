// Runs vitest with its own output, and reads what it reports for machines.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { red } from './steps.ts'
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

interface ReportedFile {
  readonly name: string
  readonly status: string
  readonly message: string
  readonly assertionResults: readonly Reported[]
}

export interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly ReportedFile[]
}

interface Run {
  readonly code: number | null
  readonly report: Report | undefined
}

/**
 * Runs the tests and adds their counts. `undefined` when vitest came to no end of its own.
 *
 * A busy machine may fail to start the process of a file. Such a file has tested nothing, so it
 * runs once more. A test that failed never does.
 */
export async function runVitest(
  tally: Tally,
  args: readonly string[] = [],
): Promise<Report | undefined> {
  const { code, report } = await runOnce(args)
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, testResults = [] } = report ?? {}
  const idle = testResults.filter(
    ({ status, assertionResults: tests }) =>
      status === 'failed' && !tests.some((test) => test.status === 'failed'),
  )
  for (const { name, message } of idle) console.log(`${red('✗')} ${name} did not run: ${message}`)
  if (idle.length === 0 || failed > 0) {
    // A file that does not load, or a fault outside of a test, fails the run but no test.
    tally.add(passed, code !== 0 && failed === 0 ? 1 : failed)
    return report
  }
  const ranAlready = idle.flatMap(({ assertionResults }) => assertionResults)
  const second = await runOnce([...args, ...idle.map(({ name }) => name)])
  const { numPassedTests = 0, numFailedTests = 0 } = second.report ?? {}
  tally.add(
    passed - ranAlready.filter(({ status }) => status === 'passed').length + numPassedTests,
    second.code !== 0 && numFailedTests === 0 ? 1 : numFailedTests,
  )
  return report
}

async function runOnce(args: readonly string[]): Promise<Run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-test-'))
  const file = path.join(folder, 'report.json')
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`]
  const code = await runInherited(binary('vitest'), ['run', ...reporters, ...args])
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  rmSync(folder, { recursive: true })
  return { code, report }
}

/** The path of an installed tool. */
export function binary(name: string): string {
  return path.join(ROOT, 'node_modules/.bin', name)
}

function runInherited(script: string, args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: 'inherit' })
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve))
}
