// A host inside workerd, with real bindings: vitest runs one test there that never ends, and asks
// for its orders over HTTP.

import path from 'node:path'
import { createVitest, type Vitest } from 'vitest/node'
import { within } from './node-host.ts'
import { brokenReport, type Order, type Report, type StartHost } from './order.ts'

/** What the test in workerd asks for; vitest.workerd.config.ts answers it with this. */
export interface Switchboard {
  readonly files: readonly string[]
  readonly mutant: string | undefined
  /** Takes the report of the order before, and yields the next one; `undefined` ends the test. */
  readonly next: (report: Report | undefined) => Promise<Order | undefined>
}
declare global {
  var switchboard: Switchboard | undefined
}

/** Starts vitest with these test files loaded in workerd. */
export const startWorkerdHost: StartHost = async (files, mutant) => {
  let settle: (report: Report | undefined) => void = () => undefined
  let give: (order: Order | undefined) => void = () => undefined
  const reported = () => new Promise<Report | undefined>((resolve) => (settle = resolve))
  globalThis.switchboard = {
    files,
    mutant,
    next: (report) => {
      settle(report)
      return new Promise((resolve) => (give = resolve))
    },
  }
  const ready = reported()
  const vitest = await createVitest('test', {
    config: path.resolve('dev/mutate/vitest.workerd.config.ts'),
    watch: false,
    reporters: [],
  })
  const ended = vitest.start().then(
    () => settle(brokenReport(problemsOf(vitest))),
    (fault) => settle(brokenReport(String(fault))),
  )
  const problem = await ready
  return {
    run: async (order, timeoutMs) => {
      if (problem !== undefined) return problem
      const report = reported()
      give(order)
      return within(report, timeoutMs)
    },
    stop: async () => {
      give(undefined)
      await within(ended, 5_000)
      await within(vitest.close(), 10_000)
    },
  }
}

/** Why the test that never ends has ended. */
function problemsOf(vitest: Vitest): string {
  const failures = vitest.state
    .getFiles()
    .flatMap(({ result, tasks }) => [result, ...tasks.map((task) => task.result)])
    .flatMap((result) => result?.errors ?? [])
    .map(({ message }) => message)
  return [...failures, ...vitest.state.getUnhandledErrors().map(String)].join('\n') || 'ended'
}
