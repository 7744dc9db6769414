// What a test runner and the place where tests are loaded say to each other.

import type { MutantCoverage } from '@stryker-mutator/api/core'

/** One round of tests. */
export interface Order {
  /** Absent: no mutant is on, and it is recorded which test reaches which mutant. */
  readonly mutant?: string | undefined
  /** Absent: all of them. */
  readonly tests?: readonly string[] | undefined
  /** How often a mutant may be reached before that is called an endless loop. */
  readonly hitLimit?: number | undefined
}

/** What happened to one test. */
export interface Ended {
  readonly id: string
  readonly name: string
  readonly file: string
  readonly ms: number
  /** Why it failed with the mutant, though it passes without. */
  readonly failure?: string
}

export interface Report {
  readonly ended: readonly Ended[]
  readonly coverage?: MutantCoverage | undefined
  /**
   * Why a test failed that fails without the mutant too: something was left behind, by this mutant
   * or another.
   */
  readonly unfit?: string | undefined
}

/** A place where tests are loaded; it takes one order at a time. */
export interface Host {
  run(order: Order, timeoutMs: number): Promise<Report | undefined>
  stop(): Promise<void>
}

/** Loads these test files, if asked for with a mutant that is on from the start. */
export type StartHost = (files: readonly string[], mutant?: string) => Promise<Host>

/** A report of tests that could not run at all. */
export const brokenReport = (failure: string): Report => ({
  ended: [{ id: 'loading', name: 'loading', file: 'loading', ms: 0, failure }],
})
