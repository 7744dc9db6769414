// A survivor that the compiler refuses is noticed all the same: `npm run check` fails before any
// test runs.

import { spawnSync } from 'node:child_process'
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Mutant } from '@stryker-mutator/api/core'
import { binary } from '../vitest.ts'
import { ROOT } from '../worker.ts'
import { mutated } from './mutant.ts'

const COPY = path.join(ROOT, '.edge-sso/mutate/types')

/**
 * Those of the mutants that type-check: each is put beside its original in a copy of the sources,
 * all are looked at at once.
 */
export function thatCompile<M extends Mutant>(
  mutants: readonly M[],
  project: string,
): readonly M[] {
  if (mutants.length === 0) return []
  rmSync(COPY, { recursive: true, force: true })
  for (const part of ['src', 'tsconfig.json', 'worker-configuration.d.ts'])
    cpSync(path.join(ROOT, part), path.join(COPY, part), { recursive: true })
  const names = mutants.map((mutant, at) => {
    const { dir, name, ext } = path.parse(path.relative(ROOT, mutant.fileName))
    return path.join(dir, `${name}.mutant-${at}${ext}`)
  })
  mutants.forEach((mutant, at) => {
    writeFileSync(path.join(COPY, names[at] ?? ''), mutated(mutant))
  })
  const args = [binary('tsc'), '-p', path.join(COPY, project), '--pretty', 'false']
  const { stdout } = spawnSync(process.execPath, args, { cwd: COPY, encoding: 'utf8' })
  rmSync(COPY, { recursive: true })
  const refused = new Set(
    Array.from(stdout.matchAll(/^(.*?)\(\d+,\d+\): error/gm), ([, file]) => file),
  )
  return mutants.filter((_, at) => !refused.has(names[at] ?? ''))
}
