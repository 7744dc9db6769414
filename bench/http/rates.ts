// What a login costs the Worker: requests per second, and CPU time of its process for each, beside
// a bare route and the platform's own floor.

import path from 'node:path'
import { type BuiltWorker, buildWorker } from '../../dev/build/build-worker.ts'
import { median } from '../verify/take-turns.ts'
import { ROOT } from './build.ts'
import { type ServedDatabase, serveDatabase } from './database.ts'
import { type LoadInput, load } from './load.ts'
import {
  type AnsweredLogin,
  answerLogin,
  type LoginFixture,
  makeLoginFixture,
} from './login-fixture.ts'
import { type ServedWorker, serve } from './workerd.ts'

const PORT = 8797
const D1_PORT = 8796
const FORM_TYPE = 'application/x-www-form-urlencoded'
const OBJECTS = {
  TENANT_GATE: 'TenantGate',
  DEPLOYMENT_GATE: 'DeploymentGate',
  ADDRESS_GATE: 'AddressGate',
  FLOOR_GATE: 'FloorGate',
}
/** The gate gathers for five seconds what it sends to D1. */
const DRAIN_MS = 15_000

/** How much is asked of the Worker. */
export interface RateRounds {
  /** The first one warms up and is left out, unless it is the only one. */
  readonly rounds: number
  readonly requests: number
  readonly logins: number
  readonly concurrency: number
}

export interface Rate {
  readonly rps: number
  /** CPU time of the process for one request, in milliseconds. */
  readonly cpuMs: number
  /** Median over the rounds of its CPU time by that of the floor in the same round. */
  readonly timesFloor: number
}

const MEASURED = ['hono', 'floor', 'auth', 'acs'] as const
export type Rates = Readonly<Record<(typeof MEASURED)[number], Rate>>
type Round = Readonly<Record<(typeof MEASURED)[number], Pick<Rate, 'rps' | 'cpuMs'>>>

/**
 * Measures in rounds in which everything takes its turn. Throws if an answer is wrong or D1 hears
 * of no login.
 */
export async function measureRates(folder: string, size: RateRounds): Promise<Rates> {
  const built = await buildWorker({
    main: path.join(ROOT, 'bench/http/worker/worker.ts'),
    folder: path.join(folder, 'worker'),
  })
  const database = await serveDatabase(path.join(folder, 'd1'), D1_PORT)
  try {
    const fixture = await makeLoginFixture(`http://localhost:${PORT}`)
    const worker = await serveSeeded(folder, built, fixture)
    try {
      const rounds: Round[] = []
      while (rounds.length < size.rounds) rounds.push(await measureRound(worker, fixture, size))
      await drained(database)
      return toRates(rounds.length > 1 ? rounds.slice(1) : rounds)
    } finally {
      await worker.stop()
    }
  } finally {
    await database.stop()
  }
}

async function serveSeeded(
  folder: string,
  { file: bundle, chunks }: BuiltWorker,
  { kv, variables, configuration }: LoginFixture,
): Promise<ServedWorker> {
  const bindings = { variables, kv, d1Port: D1_PORT, objects: OBJECTS }
  const worker = await serve({
    folder,
    bundle,
    chunks,
    port: PORT,
    ...bindings,
    probe: '/bench/hono',
  })
  const body = JSON.stringify(configuration)
  const seeded = await fetch(`${worker.origin}/bench/seed`, { method: 'POST', body })
  if (seeded.ok) return worker
  await worker.stop()
  throw new Error(`The gate was not seeded: ${seeded.status}`)
}

async function measureRound(
  worker: ServedWorker,
  fixture: LoginFixture,
  { requests, logins: count, concurrency }: RateRounds,
): Promise<Round> {
  const measured = async (
    total: number,
    url: string,
    how: Pick<LoadInput, 'expected' | 'request'>,
  ) => {
    const before = worker.cpuMs()
    const rps = await load({ url, total, concurrency, ...how })
    return { rps, cpuMs: (worker.cpuMs() - before) / total }
  }
  const get = (expected: number) => ({ expected, request: () => ({ method: 'GET' }) })
  const hono = await measured(requests, `${worker.origin}/bench/hono`, get(200))
  const auth = await measured(requests, fixture.urls.loginUrl, get(303))
  const logins: AnsweredLogin[] = []
  while (logins.length < count) logins.push(await answerLogin(fixture))
  const post = {
    expected: 303,
    request: (n: number) => {
      const { cookie = '', body = '' } = logins[n] ?? {}
      return { method: 'POST', body, headers: { cookie, 'content-type': FORM_TYPE } }
    },
  }
  const floor = await measured(count, `${worker.origin}/bench/floor`, post)
  const acs = await measured(count, fixture.urls.acsUrl, post)
  return { hono, floor, auth, acs }
}

function toRates(rounds: readonly Round[]): Rates {
  const of = (name: (typeof MEASURED)[number]): Rate => ({
    rps: median(rounds.map((round) => round[name].rps)),
    cpuMs: median(rounds.map((round) => round[name].cpuMs)),
    timesFloor: median(rounds.map((round) => round[name].cpuMs / round.floor.cpuMs)),
  })
  return { hono: of('hono'), floor: of('floor'), auth: of('auth'), acs: of('acs') }
}

/** Waits until D1 has heard of a login: an outbox that never drains is not what is deployed. */
async function drained(database: ServedDatabase): Promise<void> {
  const until = Date.now() + DRAIN_MS
  while (Date.now() < until) {
    const [row] = await database.query('SELECT count(*) AS events FROM events')
    if (Number(row?.events) > 0) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('D1 has heard of no login')
}

const NAMES: Readonly<Record<(typeof MEASURED)[number], string>> = {
  hono: 'bare Hono route',
  floor: 'floor of a login',
  auth: '/auth (signed)',
  acs: 'ACS, known user',
}

/** The rates as lines for people. */
export function describeRates(rates: Rates): string {
  const lines = MEASURED.map((name) => {
    const { rps, cpuMs, timesFloor } = rates[name]
    const cells = [
      NAMES[name].padEnd(18),
      `${rps.toFixed(0).padStart(6)} requests/s`,
      `${cpuMs.toFixed(2).padStart(7)} ms of CPU time`,
      `${timesFloor.toFixed(2).padStart(6)} x the floor`,
    ]
    return `  ${cells.join('')}`
  })
  return ['In plain workerd, load from the same machine:', ...lines].join('\n')
}
