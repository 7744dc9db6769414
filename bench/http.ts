// The Worker as a whole: what a request costs beside the platform's floor, size, and the first
// answer. `node bench/http.ts`.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildWorker, type Weight } from '../dev/build/build-worker.ts'
import { ROOT } from './http/build.ts'
import { describeRates, measureRates, type RateRounds, type Rates } from './http/rates.ts'
import { measureStarts, type Starts } from './http/starts.ts'

export interface HttpSize {
  readonly starts: number
  readonly rates: RateRounds
}

/** What the published figures are medians of. */
export const HTTP_SIZE: HttpSize = {
  starts: 9,
  rates: { rounds: 6, requests: 2000, logins: 600, concurrency: 20 },
}

interface Size {
  readonly kib: number
  readonly gzipKib: number
}

export interface HttpResults {
  readonly rates: Rates
  /** What a cold start evaluates. */
  readonly entry: Size
  readonly bundle: Size
  readonly coldStartMs: Starts
}

/** Measures in one run; medians over rounds in which the measured things take turns. */
export async function measureHttp(size: HttpSize): Promise<HttpResults> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-bench-'))
  try {
    const deployed = await buildWorker({
      main: path.join(ROOT, 'src/index.ts'),
      folder: path.join(folder, 'deployed/worker'),
    })
    return {
      entry: toKib(deployed.entry),
      bundle: toKib(deployed.all),
      coldStartMs: await measureStarts(path.join(folder, 'deployed'), deployed, size.starts),
      rates: await measureRates(path.join(folder, 'bench'), size.rates),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const toKib = ({ bytes, gzipBytes }: Weight): Size => ({
  kib: bytes / 1024,
  gzipKib: gzipBytes / 1024,
})

/** The results as lines for people. */
export const describeHttp = ({ rates, entry, bundle, coldStartMs }: HttpResults): string =>
  [
    describeRates(rates),
    `A cold start evaluates: ${entry.kib.toFixed(0)} KiB minified, ${entry.gzipKib.toFixed(1)} KiB compressed`,
    `Bundle: ${bundle.kib.toFixed(0)} KiB minified, ${bundle.gzipKib.toFixed(1)} KiB compressed`,
    `Cold start, process to first answer: ${coldStartMs.worker.toFixed(0)} ms, an empty Worker ${coldStartMs.empty.toFixed(0)} ms`,
  ].join('\n')

if (process.argv[1] === import.meta.filename)
  console.log(describeHttp(await measureHttp(HTTP_SIZE)))
