// Runs recorded tests against mutants, one after the other in one process: switches a mutant on,
// runs the tests until the first fails, and switches it off.

import type { MutantCoverage } from '@stryker-mutator/api/core'
import { vi } from './assertions.ts'
import { brokenReport, type Ended, type Order, type Report } from './order.ts'
import { type RecordedTest, record, recordedTests } from './recorder.ts'

/** What the instrumented code looks at. */
interface Namespace {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  mutantCoverage?: MutantCoverage
  hitCount?: number | undefined
  hitLimit?: number | undefined
}

/**
 * Far longer than any test takes; a busy machine gets twenty times what the test took there without
 * a mutant.
 */
const TEST_TIMEOUT_MS = 30_000
const RECORDING_TIMEOUT_MS = 600_000
const SLOWER = 20
const took = new Map<string, number>()

declare global {
  var __stryker__: Namespace | undefined
}
// Code that was loaded before this has made it already.
globalThis.__stryker__ ??= {}
const ns: Namespace = globalThis.__stryker__
/** The mutant that is on when no order says otherwise. */
let resting: string | undefined
let broken: string | undefined
/** Makes the place as it was before any test ran there, where that can be done. */
let renew: (() => Promise<void>) | undefined

/** Says how all that tests leave behind is removed. */
export function renewBy(way: () => Promise<void>): void {
  renew = way
}

/** Loads test files; `mutant` is on while they load and ever after. */
export async function load(
  files: readonly (readonly [name: string, load: () => Promise<unknown>])[],
  mutant?: string,
): Promise<void> {
  resting = mutant
  ns.activeMutant = mutant
  try {
    for (const [name, loadFile] of files) await record(name, loadFile)
  } catch (fault) {
    broken = messageOf(fault)
  }
}

/** Runs the tests of an order. */
export async function execute({ mutant, tests, hitLimit }: Order): Promise<Report> {
  if (broken !== undefined) return brokenReport(broken)
  const recording = mutant === undefined && resting === undefined
  ns.hitCount = 0
  ns.hitLimit = hitLimit
  ns.activeMutant = mutant ?? resting
  const ended: Ended[] = []
  let unfit: string | undefined
  let file: string | undefined
  for (const id of tests ?? recordedTests().keys()) {
    const test = recordedTests().get(id)
    if (test === undefined) continue
    if (recording && test.file !== file) await startAnew()
    file = test.file
    if (recording) ns.currentTestId = id
    const result = await timed(test)
    if (recording) took.set(id, result.ms)
    if (result.failure === undefined || recording) {
      ended.push(result)
      continue
    }
    const excuse = resting === undefined ? await excuseFor(test, mutant) : undefined
    if (excuse === undefined) {
      ended.push(result)
      break
    }
    unfit ??= excuse.unfit
  }
  Object.assign(ns, { currentTestId: undefined, activeMutant: resting, hitLimit: undefined })
  return { ended, unfit, ...(recording ? { coverage: ns.mutantCoverage } : {}) }
}

/**
 * Why a failure says nothing about a mutant: the test fails without it too, or passes with it in a
 * new place.
 */
async function excuseFor(
  test: RecordedTest,
  mutant: string | undefined,
): Promise<{ readonly unfit?: string } | undefined> {
  const without = await runWithout(test, mutant)
  if (without === undefined) return undefined
  if (renew === undefined) return { unfit: without }
  await startAnew()
  if ((await runTest(test)) === undefined) return {}
  await startAnew()
  const unfit = await runWithout(test, mutant)
  return unfit === undefined ? undefined : { unfit }
}

async function runWithout(
  test: RecordedTest,
  mutant: string | undefined,
): Promise<string | undefined> {
  vi.restoreAllMocks()
  ns.activeMutant = undefined
  const failure = await runTest(test)
  ns.activeMutant = mutant
  return failure
}

/**
 * Removes what tests left behind, so that every suite prepares itself again. No mutant is on
 * meanwhile.
 */
async function startAnew(): Promise<void> {
  if (renew === undefined) return
  const { activeMutant } = ns
  Object.assign(ns, { activeMutant: resting, currentTestId: undefined })
  vi.restoreAllMocks()
  await renew()
  for (const { suites } of recordedTests().values())
    for (const suite of suites) suite.prepared = false
  ns.activeMutant = activeMutant
}

async function timed(test: RecordedTest): Promise<Ended> {
  const started = performance.now()
  const failure = await runTest(test)
  const { id, name, file } = test
  const ms = performance.now() - started
  return { id, name, file, ms, ...(failure === undefined ? {} : { failure }) }
}

/**
 * Runs one test; returns why it failed. One that waits for what a mutant never does has failed as
 * well.
 */
async function runTest(test: RecordedTest): Promise<string | undefined> {
  const late = Promise.withResolvers<string>()
  const unjudged = ns.activeMutant === undefined ? RECORDING_TIMEOUT_MS : 0
  const limit = Math.max(TEST_TIMEOUT_MS, SLOWER * (took.get(test.id) ?? 0), unjudged)
  const timer = setTimeout(() => late.resolve('The test did not end'), limit)
  try {
    return await Promise.race([runToEnd(test), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function runToEnd({ suites, body }: RecordedTest): Promise<string | undefined> {
  const id = ns.currentTestId
  try {
    for (const suite of suites) {
      if (suite.prepared) continue
      suite.prepared = true
      // What is made once for all tests belongs to none of them.
      ns.currentTestId = undefined
      for (const prepare of suite.beforeAll) await prepare()
      ns.currentTestId = id
    }
    for (const { beforeEach } of suites) for (const prepare of beforeEach) await prepare()
    await body()
    for (const { afterEach } of suites) for (const clear of afterEach) await clear()
    return undefined
  } catch (fault) {
    return messageOf(fault)
  }
}

const messageOf = (fault: unknown): string =>
  fault instanceof Error ? fault.message : String(fault)
