// The dialects among the fixtures, from the disk: valid messages as the well-known IdPs write them.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expectationOf, type WrittenCase } from '../../test/protocol/known-messages/written-case.ts'
import type { Known } from './response-subjects.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../test/fixtures/dialects')

/** Reads every dialect that is written as XML. */
export function readDialects(): readonly Known[] {
  return readdirSync(FOLDER).flatMap((name) => {
    const written: WrittenCase = JSON.parse(
      readFileSync(path.join(FOLDER, name, 'case.json'), 'utf8'),
    )
    const message = path.join(FOLDER, name, 'message.xml')
    if (!existsSync(message)) return []
    return [{ name, xml: readFileSync(message, 'utf8'), expectation: expectationOf(written) }]
  })
}
