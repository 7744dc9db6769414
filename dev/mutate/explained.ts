// The survivors that may live, each with its reason: test/mutants/*.json.

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ROOT } from '../worker.ts'
import type { Change } from './mutant.ts'

/** Mutants of one line that change nothing that a caller could see. */
export interface Explanation {
  readonly file: string
  readonly line: string
  readonly changes: readonly string[]
  readonly reason: string
}

/** Every explanation there is. */
export const readExplanations = (): readonly Explanation[] =>
  globSync('test/mutants/*.json', { cwd: ROOT }).flatMap((file) =>
    JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')),
  )

/** The reason why a mutant may live; undefined if nobody has given one. */
export const reasonFor = (
  { file, line, change }: Change,
  explanations: readonly Explanation[],
): string | undefined =>
  explanations.find(
    (known) => known.file === file && known.line === line && known.changes.includes(change),
  )?.reason
