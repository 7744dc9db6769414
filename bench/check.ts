// `npm run bench -- --check`: everything that the benchmark builds, starts and runs works, once
// each. It times nothing, so a busy machine fails no build.

import assert from 'node:assert/strict'
import { startTally } from '../dev/tally.ts'
import { type HttpSize, measureHttp } from './http.ts'
import { measureLinearTime } from './linear-time.ts'
import { measureMetadata } from './metadata.ts'
import { makeDocuments } from './verify/documents.ts'
import { type DocumentResult, measureInNode, measureInWorkerd } from './verify/measure.ts'
import type { Rounds } from './verify/take-turns.ts'

const ONCE: Rounds = { rounds: 1, turnMs: 1, warmUpMs: 1, warmUpRuns: 1 }
/**
 * More logins than a gate gathers, so that it sends a batch to D1 without waiting for the minute to
 * end.
 */
const FEW: HttpSize = {
  starts: 1,
  rates: { rounds: 1, requests: 20, logins: 110, concurrency: 10 },
}
/** What a contestant need not offer: the message of its refusal says so. */
const ENCRYPTED = 'encrypted'

/** Runs everything once and counts what works. */
export async function checkBench(): Promise<void> {
  const tally = startTally()
  const documents = await makeDocuments()
  await tally.check('Every verifier verifies every message in Node', async () =>
    assertAllRan(await measureInNode(documents, ONCE)),
  )
  await tally.check('Every verifier verifies every message in workerd', async () =>
    assertAllRan(await measureInWorkerd(documents, ONCE)),
  )
  await tally.check('The worst shapes of a message are verified', async () => {
    await measureLinearTime(ONCE)
  })
  await tally.check('The largest metadata is read', async () => {
    await measureMetadata(1)
  })
  await tally.check('The Worker starts, logs people in, and D1 hears of it', async () => {
    const { rates, coldStartMs } = await measureHttp(FEW)
    assert.ok(rates.acs.rps > 0 && coldStartMs.worker > 0)
  })
  tally.finish()
}

/** We and the floor run on everything; the others on what is not encrypted. */
function assertAllRan(results: readonly DocumentResult[]): void {
  for (const { document, results: contestants } of results)
    for (const [place, { name, failure }] of contestants.entries())
      if (place < 2 || document !== ENCRYPTED)
        assert.equal(failure, undefined, `${name} on ${document}: ${failure}`)
}
