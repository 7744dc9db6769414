// The sentence about each table, from the comment before its definition: it costs the Worker no
// byte there, and nobody who changes a table overlooks it.

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.join(import.meta.dirname, '../..')
/** A comment, and what it is about: a table of a gate, or one of D1. */
const DEFINITION =
  /\/\*\*((?:(?!\*\/).)*)\*\/\s*(?:export const \w+ = )?(?:`CREATE TABLE |'CREATE TABLE |sqliteTable\(\s*')(\w+)/gs

/** Where a table is defined, and the first paragraph of the comment there. */
export interface Definition {
  readonly table: string
  /** From the root of the project. */
  readonly file: string
  readonly sentence: string
}

/** Every table that is defined in some files, as it is commented there. */
export const readDefinitions = (pattern: string): readonly Definition[] =>
  globSync(pattern, { cwd: ROOT })
    .toSorted()
    .flatMap((file) =>
      [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(DEFINITION)].map(
        ([, comment = '', table = '']) => ({ table, file, sentence: firstParagraph(comment) }),
      ),
    )

const firstParagraph = (comment: string): string =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, '').trim())
    .join('\n')
    .trim()
    .split('\n\n')[0]
    ?.replaceAll('\n', ' ') ?? ''
