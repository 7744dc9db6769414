// The Worker as a whole: requests per second beside a bare Hono route, size, and cold start. `node bench/http.ts`.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildBundle } from './http/build.ts'
import { load } from './http/load.ts'
import { type AnsweredLogin, answerLogin, makeLoginFixture } from './http/login-fixture.ts'
import { type ServedWorker, serve } from './http/workerd.ts'

const PORT = 8797
const ROUNDS = 5
const REQUESTS = 2000
const LOGINS = 600
const CONCURRENCY = 20
const STARTS = 9
const EMPTY = 'export default { fetch: () => new Response("ok") }'

export interface HttpResults {
  readonly rps: { readonly hono: number; readonly auth: number; readonly acs: number }
  readonly bundle: { readonly kib: number; readonly gzipKib: number }
  readonly coldStartMs: { readonly empty: number; readonly worker: number }
}

/** Measures in one run; medians over rounds in which the measured things take turns. */
export async function measureHttp(): Promise<HttpResults> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-bench-'))
  try {
    const deployed = buildBundle('src/index.ts', path.join(folder, 'deployed'))
    return {
      bundle: { kib: deployed.bytes / 1024, gzipKib: deployed.gzipBytes / 1024 },
      coldStartMs: await measureStarts(path.join(folder, 'deployed'), deployed.file),
      rps: await measureRates(path.join(folder, 'bench')),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureRates(folder: string): Promise<HttpResults['rps']> {
  const { file } = buildBundle('bench/http/worker.ts', folder)
  const fixture = await makeLoginFixture(`http://localhost:${PORT}`)
  const { kv, variables, urls, configuration } = fixture
  const worker = await serve({
    folder,
    bundle: file,
    port: PORT,
    variables,
    kv,
    gates: true,
    probe: '/bench/hono',
  })
  try {
    const seeded = await fetch(`${worker.origin}/bench/seed`, {
      method: 'POST',
      body: JSON.stringify(configuration),
    })
    if (!seeded.ok) throw new Error(`The gate was not seeded: ${seeded.status}`)
    const rounds = { hono: [] as number[], auth: [] as number[], acs: [] as number[] }
    for (let round = 0; round < ROUNDS; round++) {
      rounds.hono.push(await getLoad(`${worker.origin}/bench/hono`, 200))
      rounds.auth.push(await getLoad(urls.loginUrl, 303))
      const logins: AnsweredLogin[] = []
      while (logins.length < LOGINS) logins.push(await answerLogin(fixture))
      rounds.acs.push(await acsLoad(urls.acsUrl, logins))
    }
    return { hono: median(rounds.hono), auth: median(rounds.auth), acs: median(rounds.acs) }
  } finally {
    await worker.stop()
  }
}

const getLoad = (url: string, expected: number): Promise<number> =>
  load({
    url,
    expected,
    total: REQUESTS,
    concurrency: CONCURRENCY,
    request: () => ({ method: 'GET' }),
  })

const acsLoad = (url: string, logins: readonly AnsweredLogin[]): Promise<number> =>
  load({
    url,
    expected: 303,
    total: logins.length,
    concurrency: CONCURRENCY,
    request: (n) => {
      const { cookie = '', body = '' } = logins[n] ?? {}
      const type = 'application/x-www-form-urlencoded'
      return { method: 'POST', body, headers: { cookie, 'content-type': type } }
    },
  })

async function measureStarts(folder: string, bundle: string): Promise<HttpResults['coldStartMs']> {
  const empty = path.join(folder, 'empty.js')
  writeFileSync(empty, EMPTY)
  const { variables } = await makeLoginFixture(`http://localhost:${PORT}`)
  const starts = { empty: [] as number[], worker: [] as number[] }
  for (let n = 0; n < STARTS; n++) {
    const common = { folder, port: PORT, variables, kv: {} }
    starts.empty.push(
      await startOnce(serve({ ...common, bundle: empty, gates: false, probe: '/' })),
    )
    starts.worker.push(await startOnce(serve({ ...common, bundle, gates: true, probe: '/' })))
  }
  return { empty: median(starts.empty), worker: median(starts.worker) }
}

async function startOnce(serving: Promise<ServedWorker>): Promise<number> {
  const worker = await serving
  await worker.stop()
  return worker.startMs
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The results as lines for people. */
export function describeHttp({ rps, bundle, coldStartMs }: HttpResults): string {
  const share = (value: number) => `${Math.round((value / rps.hono) * 100)} % of the bare route`
  return [
    `Requests per second in plain workerd, ${CONCURRENCY} at a time, load from the same machine:`,
    `  bare Hono route   ${rps.hono.toFixed(0)}`,
    `  /auth (signed)    ${rps.auth.toFixed(0)}  ${share(rps.auth)}`,
    `  ACS, known user   ${rps.acs.toFixed(0)}  ${share(rps.acs)}`,
    `Bundle: ${bundle.kib.toFixed(0)} KiB minified, ${bundle.gzipKib.toFixed(1)} KiB compressed`,
    `Cold start, process to first answer: ${coldStartMs.worker.toFixed(0)} ms, an empty Worker ${coldStartMs.empty.toFixed(0)} ms`,
  ].join('\n')
}

if (process.argv[1] === import.meta.filename) console.log(describeHttp(await measureHttp()))
