// Picks mutants at random, and nearly the same ones again after a change elsewhere: those whose
// digests come first.

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Mutant } from '@stryker-mutator/api/core'
import { Instrumenter } from '@stryker-mutator/instrumenter'
import { sha256Hex } from '../../src/protocol/bytes/sha256.ts'
import { ROOT } from '../worker.ts'
import type { Area } from './areas.ts'
import { changeOf, keyOf } from './mutant.ts'
import { prose } from './prose.ts'

const silent = Object.fromEntries(
  ['trace', 'debug', 'info', 'warn', 'error', 'fatal']
    .flatMap((level) => [level, `is${level[0]?.toUpperCase()}${level.slice(1)}Enabled`])
    .map((name) => [name, () => false]),
) as never

/**
 * The keys of `count` mutants of these areas, by the name of the area. The same seed picks the same
 * ones.
 */
export async function sample(
  areas: readonly Area[],
  count: number,
  seed: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const drawn: { area: string; key: string; lot: string }[] = []
  for (const area of areas)
    for (const mutant of await mutantsOf(area)) {
      const { file, line, change } = changeOf(mutant)
      const lot = await sha256Hex([seed, file, line, change].join('\n'))
      drawn.push({ area: area.name, key: keyOf(mutant), lot })
    }
  const chosen = drawn.toSorted((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, count)
  const keysOf = (name: string) => chosen.filter(({ area }) => area === name).map(({ key }) => key)
  return new Map(areas.map(({ name }) => [name, keysOf(name)]))
}

async function mutantsOf({ mutate }: Area): Promise<readonly Mutant[]> {
  const excluded = new Set(
    mutate.filter((glob) => glob.startsWith('!')).flatMap((glob) => found(glob.slice(1))),
  )
  const files = mutate
    .filter((glob) => !glob.startsWith('!'))
    .flatMap(found)
    .filter((name) => !excluded.has(name))
    .map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }))
  const options = { plugins: null, excludedMutations: [], ignorers: [prose] }
  const { mutants } = await new Instrumenter(silent).instrument(files, options)
  return mutants.filter(({ status }) => status !== 'Ignored')
}

const found = (glob: string): string[] =>
  globSync(glob, { cwd: ROOT }).map((file) => path.join(ROOT, file))
