// Counts what passed and what failed, one line each, and ends with the line that machines read.

import { dim, green, messageOf, red, seconds } from './steps.ts'

/** A run of checks. A check that throws has failed; the run goes on. */
export interface Tally {
  check(title: string, run: () => Promise<void> | void): Promise<void>
  /** Adds results that were counted elsewhere. */
  add(passed: number, failed: number): void
  /** Prints `N passed, N failed` as the last line, and makes the process fail if anything did. */
  finish(): void
}

/** Starts counting at zero. */
export function startTally(): Tally {
  let passed = 0
  let failed = 0
  return {
    async check(title, run) {
      const started = Date.now()
      try {
        await run()
        passed++
        console.log(`${green('✓')} ${title} ${dim(seconds(Date.now() - started))}`)
      } catch (fault) {
        failed++
        console.log(`${red('✗')} ${title}\n${indent(messageOf(fault))}`)
      }
    },
    add(more, fewer) {
      passed += more
      failed += fewer
    },
    finish() {
      console.log(`${passed} passed, ${failed} failed`)
      if (failed > 0 || passed === 0) process.exitCode = 1
    },
  }
}

const indent = (text: string): string => text.replaceAll(/^/gm, '    ')
