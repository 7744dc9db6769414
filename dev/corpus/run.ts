// `npm run corpus -- MANIFEST…`: labelled documents through the code that judges them in the
// Worker. One line of JSON per entry, then the counts. Exits with 1 when a verdict is wrong or an
// identity comes out that never may.

import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { judgeLogout } from './judge-logout.ts'
import { judgeMetadata } from './judge-metadata.ts'
import { judgeResponse } from './judge-response.ts'
import { judgeVectors } from './judge-vectors.ts'
import { documentPath, type Entry, readManifest } from './manifest.ts'
import { OPEN_LABELS } from './open-labels.ts'
import { judge, type Verdict } from './verdict.ts'

const JUDGES: Readonly<Record<Entry['kind'], (entry: Entry) => Verdict | Promise<Verdict>>> = {
  response: judgeResponse,
  encrypted: judgeResponse,
  logout: judgeLogout,
  metadata: judgeMetadata,
  'c14n-vector': judgeVectors,
  'xmldsig-vector': judgeVectors,
  'xmlenc-vector': judgeVectors,
}

const manifests = process.argv.slice(2)
if (manifests.length === 0) {
  console.error('Which corpus? npm run corpus -- PATH/manifest.json …')
  process.exit(1)
}
const counts = { right: 0, wrong: 0, soft: 0, softRight: 0, passed: 0, failed: 0 }
for (const entry of manifests.flatMap(readManifest)) await run(entry)
const { right, wrong, soft, softRight, passed, failed } = counts
console.log(`${right} right, ${wrong} wrong, ${soft} soft (${softRight} as labelled)`)
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1

async function run(entry: Entry): Promise<void> {
  const { id, kind, expect } = entry
  const open = openLabel(entry)
  const soft = entry.soft || open !== undefined
  const verdict = await verdictOf(entry)
  const { code = null, identity = null, note = open } = verdict
  const judgement = judge(entry, verdict, soft)
  const { ok } = judgement
  const line = { id, kind, expect, got: verdict.got, code, identity, ok }
  console.log(JSON.stringify(note === undefined ? line : { ...line, note }))
  counts[ok ? 'passed' : 'failed']++
  if (soft) counts.soft++
  if (soft && judgement.right) counts.softRight++
  if (!soft) counts[judgement.right ? 'right' : 'wrong']++
}

/** A fault of ours, or a document that is not there, is a failure of that entry and no verdict. */
async function verdictOf(entry: Entry): Promise<Verdict> {
  try {
    return await JUDGES[entry.kind](entry)
  } catch (fault) {
    return { got: 'fault', code: String(fault) }
  }
}

function openLabel(entry: Entry): string | undefined {
  const file = documentPath(entry)
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined
  return OPEN_LABELS.get(createHash('sha256').update(readFileSync(file)).digest('hex'))
}
