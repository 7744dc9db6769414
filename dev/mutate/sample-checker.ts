// Tells Stryker to leave alone what is not in the sample.

import { type Checker, CheckStatus } from '@stryker-mutator/api/check'
import type { Mutant, StrykerOptions } from '@stryker-mutator/api/core'
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import { keyOf } from './mutant.ts'

function createChecker(options: StrykerOptions): Checker {
  const chosen = new Set(options.sample as readonly string[])
  const judge = (mutant: Mutant) =>
    chosen.has(keyOf(mutant))
      ? { status: CheckStatus.Passed as const }
      : { status: CheckStatus.CompileError as const, reason: 'not in the sample' }
  return {
    init: async () => undefined,
    check: async (mutants) =>
      Object.fromEntries(mutants.map((mutant) => [mutant.id, judge(mutant)])),
    group: async (mutants) => [mutants.map(({ id }) => id)],
  }
}
createChecker.inject = tokens(commonTokens.options)

export const strykerPlugins = [declareFactoryPlugin(PluginKind.Checker, 'sample', createChecker)]
