// Which strings are prose: no test compares them, and none should. Codes and facts are not among
// them.

import type { Ignorer } from '@stryker-mutator/api/ignore'
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'

/** As much of a place in Babel's tree as is looked at; Stryker leaves its type open. */
interface Place {
  readonly node: unknown
  readonly parent?: {
    readonly type: string
    readonly key?: { readonly name?: string }
    readonly value?: unknown
    readonly callee?: { readonly name?: string }
  }
}

const PROSE = ['title', 'meaning']

/** Spares titles of checks, and messages of faults. */
export const prose: Ignorer = {
  shouldIgnore(path) {
    const { node, parent } = path as Place
    if (parent?.type === 'NewExpression' && parent.callee?.name === 'Error')
      return 'the message of a fault'
    const titled = parent?.type === 'ObjectProperty' && PROSE.includes(parent.key?.name ?? '')
    return titled && node === parent.value ? 'prose for people' : undefined
  },
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'prose', prose)]
