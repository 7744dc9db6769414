// A Cloudflare on loopback, for one account: the parts of the API that wrangler and `npm run
// deploy` use, and the network that serves what was deployed. It is written from Cloudflare's
// documentation and from wrangler's source. It is not Cloudflare: what passes here may still fail
// there.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import type { Account, Edge } from './account.ts'
import { assetSessions, assetUploads } from './assets.ts'
import { databases } from './databases.ts'
import { domains, scriptDomains } from './domains.ts'
import { startEdge } from './edge.ts'
import { namespaces } from './namespaces.ts'
import { answer, Refused, refuse } from './refusal.ts'
import { scripts, services } from './scripts.ts'

const API = '/client/v4'

export interface Cloudflare {
  /** What `CLOUDFLARE_API_BASE_URL` is to be. */
  readonly apiUrl: string
  /** Where the network answers, for every host name. */
  readonly edgeUrl: string
  readonly account: Account
  stop(): Promise<void>
}

/** Starts an account with one zone, `example.com`, and nothing else. */
export async function startCloudflare(folder: string): Promise<Cloudflare> {
  const edge = startEdge(folder, () => account)
  const account = emptyAccount(edge)
  const api = getRequestListener(createApi(account).fetch)
  const server = createServer((request, response) => {
    if (request.url?.startsWith(API)) return api(request, response)
    return forward(edge, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    apiUrl: `${origin}${API}`,
    edgeUrl: origin,
    account,
    async stop() {
      server.closeAllConnections()
      server.close()
      await edge.stop()
    },
  }
}

function emptyAccount(edge: Edge): Account {
  return {
    id: '0123456789abcdef0123456789abcdef',
    token: 'a-token-of-this-account-alone-000000000000',
    forbidden: [],
    limits: { databases: 10 },
    subdomain: 'acme',
    zones: [{ id: 'f00df00df00df00df00df00df00df00d', name: 'example.com' }],
    dnsRecords: [],
    databases: [],
    namespaces: [],
    scripts: new Map(),
    files: new Map(),
    uploads: new Map(),
    domains: [],
    statements: [],
    requests: [],
    outages: [],
    edge,
  }
}

function createApi(account: Account): Hono {
  const below = `${API}/accounts/${account.id}`
  return new Hono()
    .use(async (c, next) => {
      const request = `${c.req.method} ${c.req.path.slice(API.length)}`
      account.requests.push(request)
      const isUpload = c.req.path === `${below}/workers/assets/upload`
      if (!isUpload && c.req.header('authorization') !== `Bearer ${account.token}`)
        throw new Refused(401, 10_000, 'Authentication error')
      const part = c.req.path.slice(below.length)
      if (c.req.path.startsWith(below) && account.forbidden.some((path) => part.startsWith(path)))
        throw new Refused(403, 10_000, 'Authentication error')
      const outage = account.outages.find((candidate) => candidate.request.test(request))
      if (outage !== undefined && outage.left > 0) {
        outage.left--
        throw new Refused(500, 10_013, 'An internal error prevented the operation')
      }
      await next()
    })
    .get(`${API}/accounts`, (c) => answer(c, [{ id: account.id, name: 'Acme' }], PAGE))
    .get(`${API}/memberships`, (c) =>
      answer(c, [{ account: { id: account.id, name: 'Acme' } }], PAGE),
    )
    .get(`${API}/zones`, (c) => {
      const name = c.req.query('name')
      return answer(
        c,
        account.zones.filter((zone) => name === undefined || zone.name === name),
        PAGE,
      )
    })
    .route(`${below}/d1/database`, databases(account))
    .route(`${below}/storage/kv/namespaces`, namespaces(account))
    .route(`${below}/workers/scripts`, scriptDomains(account))
    .route(`${below}/workers/scripts`, assetSessions(account))
    .route(`${below}/workers/assets`, assetUploads(account))
    .route(`${below}/workers/scripts`, scripts(account))
    .route(`${below}/workers/domains`, domains(account))
    .route(`${below}/workers`, services(account))
    .notFound((c) =>
      refuse(c, new Refused(404, 7003, `No route for ${c.req.method} ${c.req.path}`)),
    )
    .onError((error, c) =>
      refuse(c, error instanceof Refused ? error : new Refused(500, 10_013, String(error.stack))),
    )
}

const PAGE = { result_info: { page: 1, per_page: 50, total_pages: 1, count: 1, total_count: 1 } }

/** A request to the network: where it leads depends on its Host alone, and it counts as https. */
async function forward(edge: Edge, request: IncomingMessage, response: ServerResponse) {
  const parts: Uint8Array[] = []
  for await (const part of request) parts.push(part)
  const url = new URL(request.url ?? '/', `https://${request.headers.host}`)
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (typeof value === 'string' && name !== 'host' && name !== 'connection')
      headers.set(name, value)
  const method = request.method ?? 'GET'
  const got = await edge.fetch(url, { method, headers, body: Buffer.concat(parts) })
  response.writeHead(got.status, Object.fromEntries(got.headers))
  response.end(Buffer.from(await got.arrayBuffer()))
}
