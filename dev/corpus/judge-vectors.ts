// Vectors of canonicalisation, signatures and encryption. A JSON file of documents with their
// canonical forms is compared byte for byte; documents that no login may look like are read as
// logins are.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { readReceived } from '../../src/protocol/saml/response/read-received.ts'
import { CanonicalCaseSchema, compareCase } from './canonical-cases.ts'
import { documentPath, type Entry } from './manifest.ts'
import { accepted, rejected, type Verdict } from './verdict.ts'

/** Judges a set of vectors: the first one that goes wrong is the verdict. */
export function judgeVectors(entry: Entry): Verdict {
  const file = documentPath(entry)
  return entry.encoding === 'json' ? judgeCanonicalForms(file) : judgeDocuments(file)
}

function judgeCanonicalForms(file: string): Verdict {
  const cases = v.parse(v.array(CanonicalCaseSchema), JSON.parse(readFileSync(file, 'utf8')))
  const results = cases.map(compareCase)
  const wrong = results.indexOf('different')
  if (wrong >= 0) return rejected({ code: `canonical_form_differs_in_case_${wrong}` })
  const mistaken = results.flatMap((result, at) => (result === 'mistaken' ? [at] : []))
  if (mistaken.length === 0) return accepted()
  const note = `Recorded forms that lose or repeat a namespace in scope: ${mistaken.join(', ')}`
  return { ...accepted(), note }
}

function judgeDocuments(file: string): Verdict {
  const documents = statSync(file).isDirectory()
    ? readdirSync(file)
        .filter((name) => name.endsWith('.xml'))
        .map((name) => path.join(file, name))
    : [file]
  for (const document of documents) {
    const read = readReceived(readFileSync(document))
    if (!read.ok) return rejected(read.refusal)
  }
  return accepted()
}
