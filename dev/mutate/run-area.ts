// Runs Stryker over one area.

import path from 'node:path'
import type { MutantResult, PartialStrykerOptions } from '@stryker-mutator/api/core'
import { Stryker } from '@stryker-mutator/core'
import type { Area } from './areas.ts'

const FOLDER = '.edge-sso/mutate'
const plugin = (name: string): string => path.join(import.meta.dirname, name)

/** What a run is asked for. */
export interface Run {
  /** Keys of the mutants to run; otherwise all. */
  readonly sample: readonly string[] | undefined
  readonly concurrency: number
  /** How many tests to run for a mutant at most; with fewer than all, a survivor may be none. */
  readonly nearest: number | undefined
  /** Leaves out what is evaluated while modules load: each such mutant loads all of them anew. */
  readonly skipStatic: boolean
}

/** Runs the mutants of an area; those outside of the sample are left out of the result. */
export async function runArea(area: Area, run: Run): Promise<readonly MutantResult[]> {
  const results = await new Stryker(optionsOf(area, run)).runMutationTest()
  return results
    .filter(({ status }) => status !== 'CompileError' && status !== 'Ignored')
    .map((result) => ({ ...result, location: fromZero(result.location) }))
}

/** Stryker counts lines and columns from one in results, and from zero everywhere else. */
const fromZero = ({ start, end }: MutantResult['location']): MutantResult['location'] => ({
  start: { line: start.line - 1, column: start.column - 1 },
  end: { line: end.line - 1, column: end.column - 1 },
})

function optionsOf(
  area: Area,
  { sample, concurrency, nearest, skipStatic }: Run,
): PartialStrykerOptions {
  return {
    mutate: [...area.mutate],
    testRunner: area.runner,
    tests: area.tests,
    plugins: ['runner.ts', 'prose.ts', 'sample-checker.ts'].map(plugin),
    ignorers: ['prose'],
    ...(sample === undefined ? {} : { checkers: ['sample'], sample }),
    // Results are kept between whole runs: what neither code nor test has changed is not run again.
    incremental: sample === undefined,
    incrementalFile: `${FOLDER}/${area.name}.json`,
    concurrency,
    ...(nearest === undefined ? {} : { nearest }),
    coverageAnalysis: 'perTest',
    ignoreStatic: skipStatic || area.runner === 'workerd',
    // An endless loop is found by counting. The clock is for what never comes back, and must not
    // judge a busy machine.
    timeoutMS: 180_000,
    dryRunTimeoutMinutes: 20,
    reporters: ['progress-append-only'],
    tempDirName: `${FOLDER}/sandbox-${area.name}`,
    ignorePatterns: ['/.*', '/bench', '/docs'],
    // Stryker would rewrite tsconfig.json with a compiler that has no such interface any more.
    tsconfigFile: 'none.json',
    disableTypeChecks: false,
    allowConsoleColors: false,
    warnings: false,
  }
}
