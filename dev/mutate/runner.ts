// A test runner for Stryker that keeps tests loaded. Stryker's own runner for vitest starts vitest
// anew for each mutant, which takes twelve times longer for the core and longer still for workerd;
// both come to the same result.

import { globSync } from 'node:fs'
import path from 'node:path'
import type { StrykerOptions } from '@stryker-mutator/api/core'
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner'
import { startNodeHost } from './node-host.ts'
import { brokenReport, type Host, type Report, type StartHost } from './order.ts'
import { startWorkerdHost } from './workerd-host.ts'

class KeptTestRunner implements TestRunner {
  readonly #files: readonly string[]
  readonly #start: StartHost
  readonly #nearest: number
  /** Whether a test may be left out that fails when others ran before it in the same storage. */
  readonly #lenient: boolean
  #kept: Promise<Host> | undefined
  /** How long each test took, so that the quick ones come first. */
  readonly #ms = new Map<string, number>()

  constructor(options: StrykerOptions, start: StartHost) {
    this.#files = globSync(options.tests as string[]).toSorted()
    this.#start = start
    this.#lenient = options.testRunner === 'workerd'
    this.#nearest = (options.nearest as number | undefined) ?? Number.POSITIVE_INFINITY
  }

  capabilities() {
    return { reloadEnvironment: true }
  }

  async dryRun({ timeout }: DryRunOptions): Promise<DryRunResult> {
    const report = await (await this.#host()).run({}, timeout)
    if (report === undefined) return { status: DryRunStatus.Timeout }
    for (const { id, ms } of report.ended) this.#ms.set(id, ms)
    const tests = report.ended.map(({ id, name, file: fileName, ms: timeSpentMs, failure }) => {
      const test = { id, name, fileName, timeSpentMs }
      if (failure === undefined) return { ...test, status: TestStatus.Success as const }
      // Not having run, it says nothing about any mutant.
      if (this.#lenient) return { ...test, status: TestStatus.Skipped as const }
      return { ...test, status: TestStatus.Failed as const, failureMessage: failure }
    })
    const { coverage: mutantCoverage } = report
    for (const { id, failure } of report.ended)
      if (failure !== undefined) delete mutantCoverage?.perTest[id]
    return {
      status: DryRunStatus.Complete,
      tests,
      ...(mutantCoverage === undefined ? {} : { mutantCoverage }),
    }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    if (options.mutantActivation === 'static') return this.#runStatic(options)
    const report = await this.#run(options)
    if (report?.unfit === undefined || isKilled(report) || this.#lenient) return resultOf(report)
    // Something was left behind, by this mutant or another: a new host tells which.
    await this.#drop()
    const again = await this.#run(options)
    if (again?.unfit === undefined || isKilled(again)) return resultOf(again)
    await this.#drop()
    return resultOf(brokenReport(again.unfit))
  }

  async #run({
    activeMutant,
    testFilter = [],
    hitLimit,
    timeout,
    sandboxFileName,
  }: MutantRunOptions) {
    const tests = this.#inOrder(testFilter, sandboxFileName)
    const host = await this.#host()
    const report = await host.run({ mutant: activeMutant.id, tests, hitLimit }, timeout)
    if (report === undefined) await this.#drop()
    return report
  }

  /**
   * What is evaluated while modules load is on from the start, in a host of its own: near tests
   * first, then all.
   */
  async #runStatic({ activeMutant, timeout, sandboxFileName }: MutantRunOptions) {
    const near = this.#files.filter((file) => isNear(file, sandboxFileName))
    let result = resultOf({ ended: [] })
    for (const files of [near, this.#files]) {
      if (files.length === 0 || result.status !== MutantRunStatus.Survived) continue
      const host = await this.#start(files, activeMutant.id)
      result = resultOf(await host.run({}, timeout))
      await host.stop()
    }
    return result
  }

  #inOrder(ids: readonly string[], source: string): readonly string[] {
    const ms = (id: string) => this.#ms.get(id) ?? 0
    const away = (id: string) => distance(id, source)
    return ids.toSorted((a, b) => away(a) - away(b) || ms(a) - ms(b)).slice(0, this.#nearest)
  }

  #host(): Promise<Host> {
    this.#kept ??= this.#start(this.#files)
    return this.#kept
  }

  async #drop(): Promise<void> {
    const host = await this.#kept
    this.#kept = undefined
    await host?.stop()
  }

  async dispose(): Promise<void> {
    await this.#drop()
  }
}

/** Tells whether a test is of the folder that its source is in. */
const isNear = (test: string, source: string): boolean => distance(test, source) < FAR

const FAR = 3

/**
 * How far a test is from a source: of that very file, of its folder, of a folder of that name, or
 * far. Near ones notice most.
 */
function distance(test: string, source: string): number {
  const [file = ''] = test.split('#')
  const mirrored = file.replace(/^test\//, 'src/').replace(/\.test\.ts$/, '.ts')
  if (source.endsWith(mirrored)) return 0
  const folder = path.dirname(mirrored)
  if (path.dirname(source).endsWith(folder)) return 1
  return source.includes(path.basename(folder)) ? 2 : FAR
}

const isKilled = ({ ended }: Report): boolean => ended.some(({ failure }) => failure !== undefined)

function resultOf(report: Report | undefined): MutantRunResult {
  if (report === undefined) return { status: MutantRunStatus.Timeout }
  const failed = report.ended.find(({ failure }) => failure !== undefined)
  const nrOfTests = report.ended.length
  if (failed === undefined) return { status: MutantRunStatus.Survived, nrOfTests }
  const { id, failure: failureMessage = '' } = failed
  return { status: MutantRunStatus.Killed, nrOfTests, killedBy: [id], failureMessage }
}

const runnerWith = (start: StartHost) => {
  const create = (options: StrykerOptions): TestRunner => new KeptTestRunner(options, start)
  create.inject = tokens(commonTokens.options)
  return create
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'core', runnerWith(startNodeHost)),
  declareFactoryPlugin(PluginKind.TestRunner, 'workerd', runnerWith(startWorkerdHost)),
]
