// The Worker as it is deployed, its storages counted, behind the routes of the benchmark. One
// request is one step of it.

import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import type { ListCall, Size, Weights } from '../findings.ts'
import { measureAdministration } from './administration.ts'
import { gateOf, type House, openHouse, openWorker } from './house.ts'
import { type Asking, askForPage, listCalls, planPage } from './lists.ts'
import { measureLogins } from './logins.ts'

// Every class that is deployed, but the metered gate in the place of its own.
export * from '../../../src/index.ts'

export { MeteredGate as TenantGate } from './metered-gate.ts'

interface Open extends Asking {
  readonly house: House
}
let open: Open | undefined

function opened(): Open {
  if (open === undefined) throw new Error('There is no house yet')
  return open
}

async function build(size: Size): Promise<Open> {
  const house = await openHouse(size)
  const app = openWorker(house)
  const scopes = ['read', 'configure', 'users', 'events']
  const minted = await app.request('http://localhost:8787/api/v1/api-keys', {
    method: 'POST',
    headers: { authorization: `Bearer ${env.OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench', scopes }),
  })
  const { secret } = await minted.json<{ secret: string }>()
  return { house, app, secrets: { operator: env.OPERATOR_KEY, program: secret } }
}

async function weigh({ house }: Open): Promise<Weights> {
  const { meta } = await env.DB.prepare('SELECT 1').all()
  return { gateBytes: await gateOf(house.tenantId).bytes(), d1Bytes: meta.size_after }
}

const routes = new Hono()
  .post('/bench/build', async (c) => {
    open = await build(await c.req.json<Size>())
    return c.json(await weigh(open))
  })
  .post('/bench/logins', async (c) => c.json(await measureLogins(opened().house)))
  .post('/bench/administration', async (c) => {
    const asking = opened()
    return c.json(await measureAdministration(asking.house, asking))
  })
  .post('/bench/lists', (c) => c.json(listCalls(opened().house)))
  .post('/bench/plan', async (c) => c.json(await planPage(opened(), await c.req.json<ListCall>())))
  .post('/bench/page', async (c) => {
    const asking = opened()
    const call = await c.req.json<ListCall>()
    const started = performance.now()
    await askForPage(asking, call)
    return c.json(performance.now() - started)
  })
  .onError((fault, c) => c.text(fault.stack ?? fault.message, 500))

export default { fetch: (request) => routes.fetch(request) } satisfies ExportedHandler<Env>
