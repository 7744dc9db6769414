// How long the first answer takes, from the start of the process: the Worker's beside an empty
// one's.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { BuiltWorker } from '../../dev/build/build-worker.ts'
import { median } from '../verify/take-turns.ts'
import { makeLoginFixture } from './login-fixture.ts'
import { type ServedWorker, serve } from './workerd.ts'

const PORT = 8795
const EMPTY = 'export default { fetch: () => new Response("ok") }'
const OBJECTS = {
  TENANT_GATE: 'TenantGate',
  DEPLOYMENT_GATE: 'DeploymentGate',
  ADDRESS_GATE: 'AddressGate',
}

/** Medians, in milliseconds. */
export interface Starts {
  readonly empty: number
  readonly worker: number
}

/** Starts the bundle and an empty Worker by turns. */
export async function measureStarts(
  folder: string,
  { file: bundle, chunks }: Pick<BuiltWorker, 'file' | 'chunks'>,
  starts: number,
): Promise<Starts> {
  const empty = path.join(folder, 'empty.js')
  writeFileSync(empty, EMPTY)
  const { variables } = await makeLoginFixture(`http://localhost:${PORT}`)
  const common = { folder, port: PORT, variables, probe: '/' }
  const times = { empty: [] as number[], worker: [] as number[] }
  for (let n = 0; n < starts; n++) {
    times.empty.push(await startOnce(serve({ ...common, bundle: empty, objects: {} })))
    times.worker.push(
      await startOnce(serve({ ...common, bundle, chunks, objects: OBJECTS, kv: {} })),
    )
  }
  return { empty: median(times.empty), worker: median(times.worker) }
}

async function startOnce(serving: Promise<ServedWorker>): Promise<number> {
  const worker = await serving
  await worker.stop()
  return worker.startMs
}
