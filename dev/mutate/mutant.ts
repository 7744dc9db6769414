// One mutant as a person reads it: where it is, and what became what. Lines move, so nothing here
// depends on a line number.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Mutant } from '@stryker-mutator/api/core'
import { ROOT } from '../worker.ts'

/** A mutant by what it changes, which survives changes elsewhere in its file. */
export interface Change {
  /** From the root of the project. */
  readonly file: string
  /** The text of the line where it begins, without indentation. */
  readonly line: string
  /** `original → replacement`, white space collapsed, long text cut. */
  readonly change: string
}

type Place = Pick<Mutant, 'fileName' | 'location' | 'replacement'>

const LONGEST = 60

/** Describes a mutant by the text that it changes. Stryker counts lines and columns from zero. */
export function changeOf({ fileName, location, replacement }: Place): Change {
  const { lines, original } = readOriginal(fileName, location)
  return {
    file: path.relative(ROOT, fileName),
    line: lines[location.start.line]?.trim() ?? '',
    change: `${short(original)} → ${short(replacement)}`,
  }
}

/** The text of a file under this mutant. */
export function mutated({ fileName, location: { start, end }, replacement }: Place): string {
  const lines = readFileSync(fileName, 'utf8').split('\n')
  const before = [...lines.slice(0, start.line), lines[start.line]?.slice(0, start.column)]
  const after = [lines[end.line]?.slice(end.column), ...lines.slice(end.line + 1)]
  return before.join('\n') + replacement + after.join('\n')
}

/** The change in one line. */
export const written = ({ file, line, change }: Change): string =>
  `${file}\n    ${line}\n    ${change}`

function readOriginal(fileName: string, { start, end }: Place['location']) {
  const lines = readFileSync(fileName, 'utf8').split('\n')
  const text = lines.slice(start.line, end.line + 1)
  text[text.length - 1] = (text.at(-1) ?? '').slice(0, end.column)
  text[0] = (text[0] ?? '').slice(start.column)
  return { lines, original: text.join(' ') }
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`
}

/** Where a mutant is and what it puts there: the same in every process of one run. */
export const keyOf = ({ fileName, location, replacement }: Place): string =>
  [fileName.split(path.sep).slice(-2).join('/'), JSON.stringify(location), replacement].join(' ')
