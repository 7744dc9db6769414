// The Worker as a whole: what a request costs beside the platform's floor, size, and the first answer. `node bench/http.ts`.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildBundle } from './http/build.ts'
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

export interface HttpResults {
  readonly rates: Rates
  readonly bundle: { readonly kib: number; readonly gzipKib: number }
  readonly coldStartMs: Starts
}

/** Measures in one run; medians over rounds in which the measured things take turns. */
export async function measureHttp(size: HttpSize): Promise<HttpResults> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-bench-'))
  try {
    const deployed = buildBundle('src/index.ts', path.join(folder, 'deployed'))
    return {
      bundle: { kib: deployed.bytes / 1024, gzipKib: deployed.gzipBytes / 1024 },
      coldStartMs: await measureStarts(path.join(folder, 'deployed'), deployed.file, size.starts),
      rates: await measureRates(path.join(folder, 'bench'), size.rates),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The results as lines for people. */
export const describeHttp = ({ rates, bundle, coldStartMs }: HttpResults): string =>
  [
    describeRates(rates),
    `Bundle: ${bundle.kib.toFixed(0)} KiB minified, ${bundle.gzipKib.toFixed(1)} KiB compressed`,
    `Cold start, process to first answer: ${coldStartMs.worker.toFixed(0)} ms, an empty Worker ${coldStartMs.empty.toFixed(0)} ms`,
  ].join('\n')

if (process.argv[1] === import.meta.filename)
  console.log(describeHttp(await measureHttp(HTTP_SIZE)))
