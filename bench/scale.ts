// `npm run bench:scale`: a deployment full of people and tenants beside one with hardly any, in two
// workerds that take turns. A login has to cost the same in both, and lists have to go by indexes.
// `--users` and `--tenants` say how full.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { beginLifetime, type Lifetime } from '../dev/lifetime.ts'
import { findFreePorts } from '../dev/ports.ts'
import { ensureSecretsFile } from '../dev/secrets-file.ts'
import { step } from '../dev/steps.ts'
import { applyMigrations, startWorker, waitForWorker } from '../dev/worker.ts'
import {
  compareList,
  compareStep,
  describeSeldom,
  describeVerdicts,
  type ListFinding,
  type Verdict,
} from './scale/compare.ts'
import type {
  Administered,
  ListCall,
  PlannedQuery,
  Size,
  Tally,
  Weights,
} from './scale/findings.ts'

const RESULTS = path.join(import.meta.dirname, 'scale-results.json')
const ENTRY = path.join(import.meta.dirname, 'scale/worker/worker.ts')
/** Enough for pages of everything: one that has nothing on it would compare with nothing. */
const SMALL: Size = { users: 1000, tenants: 1000 }
const ROUNDS = 9
/**
 * What may read every session of a tenant: an index would cost a row with every login. Told of with
 * the rest of its kind.
 */
const SELDOM = ['listUserSessions']

/** Asks a system for one step of the benchmark. */
type Ask = <T>(route: string, body?: unknown) => Promise<T>

interface System {
  readonly size: Size
  readonly weights: Weights
  readonly ask: Ask
}

const { values: options } = parseArgs({
  options: {
    users: { type: 'string', default: '100000' },
    tenants: { type: 'string', default: '10000' },
  },
})
const lifetime = beginLifetime()
try {
  process.exitCode = await run({ users: Number(options.users), tenants: Number(options.tenants) })
} finally {
  await lifetime.end()
}

async function run(size: Size): Promise<number> {
  const small = await step(`A system with ${describe(SMALL)}`, () => open(SMALL, lifetime))
  const large = await step(`A system with ${describe(size)}`, () => open(size, lifetime))
  const logins = await step('Logins are measured', () => compareLogins(small, large))
  const lists = await step('Lists are measured', () => compareLists(small, large))
  const seldom = await step('Administrators are at work', async () => ({
    small: await small.ask<readonly Administered[]>('administration'),
    large: await large.ask<readonly Administered[]>('administration'),
  }))
  console.log(
    describeVerdicts('\nA login, by step: the small system -> the large one', logins.verdicts),
  )
  console.log(describeVerdicts('\nA page and the one after it', lists))
  const bytes = bytesPerUser(small, large)
  console.log(
    `\nA user takes ${bytes.gate} bytes in the gate, and ${bytes.d1} in D1 with an event and a part of a tenant`,
  )
  console.log(describeSeldom(seldom.small, seldom.large))
  const results = { small: small.size, large: large.size, bytes, ...logins, lists, seldom }
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`)
  const broken = [...logins.verdicts, ...lists].filter((verdict) => verdict.broken !== undefined)
  console.log(broken.length === 0 ? '\nEvery bound holds' : `\n${broken.length} bounds are broken`)
  return broken.length === 0 ? 0 : 1
}

function describe({ users, tenants }: Size): string {
  return `${users} users and ${tenants} tenants`
}

async function open(size: Size, lifetime: Lifetime): Promise<System> {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-scale-'))
  lifetime.add(async () => rmSync(folder, { recursive: true, force: true }))
  const secretsFile = path.join(folder, '.dev.vars')
  ensureSecretsFile(secretsFile)
  const [port = 0] = await findFreePorts(1)
  const publicOrigin = 'http://localhost:8787'
  const input = { port, folder, secretsFile, main: ENTRY, publicOrigin }
  await applyMigrations(input)
  const worker = await startWorker(input)
  lifetime.add(worker.stop)
  await waitForWorker(worker, input)
  const ask: Ask = async (route, body = {}) => {
    const url = `http://localhost:${port}/bench/${route}`
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${route}: ${response.status} ${await response.text()}`)
    // Both ends are this benchmark.
    return response.json() as Promise<never>
  }
  return { size, ask, weights: await ask<Weights>('build', size) }
}

async function compareLogins(small: System, large: System) {
  const [few, many] = await Promise.all(
    [small, large].map(({ ask }) => ask<Readonly<Record<string, Tally>>>('logins')),
  )
  const steps = many ?? {}
  const verdicts = Object.entries(few ?? {}).flatMap(([name, tally]) => {
    const other = steps[name]
    return other === undefined ? [] : [compareStep(name, tally, other)]
  })
  return { steps, verdicts }
}

async function compareLists(small: System, large: System): Promise<readonly Verdict[]> {
  const [few, many] = await Promise.all([small, large].map(({ ask }) => ask<ListCall[]>('lists')))
  const verdicts: Verdict[] = []
  for (const [index, call] of (few ?? []).entries()) {
    if (SELDOM.includes(call.name)) continue
    const same = many?.[index]
    if (same?.name !== call.name) throw new Error(`The lists differ at ${call.name}`)
    const measure = async () =>
      compareList(
        call.name,
        ...(await takeTurns({ ask: small.ask, call }, { ask: large.ask, call: same })),
      )
    const verdict = await measure()
    // What is broken twice is no busy moment of the machine.
    verdicts.push(verdict.broken === undefined ? verdict : await measure())
  }
  return verdicts
}

interface Turn {
  readonly ask: Ask
  readonly call: ListCall
}

/** Measures the same page in both systems by turns, so that a busy moment hits both. */
async function takeTurns(...turns: readonly [Turn, Turn]): Promise<[ListFinding, ListFinding]> {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, { ask, call }] of turns.entries())
      times[index]?.push(await ask<number>('page', call))
  const findingOf = async ({ ask, call }: Turn, ms: number[]): Promise<ListFinding> => ({
    queries: await ask<PlannedQuery[]>('plan', call),
    // A busy machine only adds.
    ms: Math.min(...ms),
  })
  return [await findingOf(turns[0], times[0]), await findingOf(turns[1], times[1])]
}

/** What one more user adds; in D1 half of them are the other tenants', which are weighed along. */
function bytesPerUser(small: System, large: System) {
  const more = large.size.users - small.size.users
  const gate = (large.weights.gateBytes - small.weights.gateBytes) / more
  const d1 = (large.weights.d1Bytes - small.weights.d1Bytes) / (2 * more)
  return { gate: Math.round(gate), d1: Math.round(d1) }
}
