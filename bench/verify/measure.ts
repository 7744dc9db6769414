// Verification on both platforms: here in Node, and inside plain workerd around the same code.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeBareConfig } from '../http/bare-config.ts'
import { buildBundle } from '../http/build.ts'
import { serve } from '../http/workerd.ts'
import type { VerifyDocument } from './documents.ts'
import { FLOOR, OURS } from './ours.ts'
import { PEERS } from './peers.ts'
import type { Measured, Rounds } from './take-turns.ts'
import { takeTurns } from './take-turns.ts'
import { measureXmlsec1 } from './xmlsec1.ts'

const PORT = 8798
/** Turns are long because workerd's clock moves in milliseconds. */
export const VERIFY_ROUNDS: Rounds = { rounds: 11, turnMs: 40, warmUpMs: 2000, warmUpRuns: 100 }

export interface DocumentResult {
  readonly document: string
  readonly bytes: number
  readonly results: readonly Measured[]
}

/**
 * CPU time of this process and all its threads, in milliseconds: what is billed, and what a busy
 * machine does not distort.
 */
export const cpuClock = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Measures in Node, in CPU time; xmlsec1, where it is installed, by its own clock. */
export async function measureInNode(
  documents: readonly VerifyDocument[],
  rounds: Rounds,
): Promise<readonly DocumentResult[]> {
  const measured: DocumentResult[] = []
  for (const document of documents) {
    const results = await takeTurns([OURS, FLOOR, ...PEERS], document, rounds, cpuClock)
    const microseconds = measureXmlsec1(document)
    const timesFirst = (microseconds ?? Number.NaN) / (results[0]?.microseconds ?? Number.NaN)
    const xmlsec1 =
      microseconds === undefined ? [] : [{ name: 'xmlsec1', microseconds, timesFirst }]
    measured.push({
      document: document.name,
      bytes: document.bytes,
      results: [...results, ...xmlsec1],
    })
  }
  return measured
}

/** Measures inside workerd, by its clock. */
export async function measureInWorkerd(
  documents: readonly VerifyDocument[],
  rounds: Rounds,
): Promise<readonly DocumentResult[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-bench-'))
  const main = path.join(import.meta.dirname, 'worker.ts')
  const { file } = buildBundle(main, folder, writeBareConfig(folder))
  const worker = await serve({
    folder,
    bundle: file,
    port: PORT,
    variables: {},
    objects: {},
    probe: '/',
  })
  try {
    const measured: DocumentResult[] = []
    for (const document of documents) {
      const body = JSON.stringify({ document, rounds })
      const response = await fetch(worker.origin, { method: 'POST', body })
      const results = (await response.json()) as readonly Measured[]
      measured.push({ document: document.name, bytes: document.bytes, results })
    }
    return measured
  } finally {
    await worker.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
