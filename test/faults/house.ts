// One tenant whose connector is live, its administrator, and its people: on real bindings, through
// the seam.

import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Hono } from 'hono'
import type { AdministrationDeps } from '../../src/http/deps.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import type { ResponseOptions } from '../support/signed-response.ts'
import { answerTo, begin, deliver, type Stage, setStage } from '../support/stage.ts'
import { wholeApp, wholeDeps } from '../support/whole-app.ts'
import { as, watchBindings } from './interference.ts'
import { deployed } from './variables.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

export interface House extends Stage {
  /** The path of the tenant in the API. */
  readonly base: string
  readonly connectorPath: string
  /** Asks the API, in a Worker that remembers nothing. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply>
}

const ORIGIN = 'http://localhost:8787'

/** What counts requests is not what is tested here, and it would. */
const NO_LIMITS = { visitor: undefined, address: undefined, caller: undefined }

/**
 * A Worker in a location of its own: it remembers nothing. `change` replaces ports, say the clock.
 */
export function openWorker(change: Partial<AdministrationDeps> = {}): Hono {
  const bindings = watchBindings(deployed(env))
  return wholeApp({ ...wholeDeps(bindings), rateLimits: NO_LIMITS, ...change })
}

/** Builds the house. */
export async function openHouse(): Promise<House> {
  const stage = await setStage()
  const minted = await openWorker().request(`${ORIGIN}/api/v1/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'administrator' }),
  })
  const { secret } = await minted.json<{ secret: string }>()
  const base = `/tenants/${stage.tenantId}`
  return {
    ...stage,
    base,
    connectorPath: `${base}/connectors/${stage.connectorId}`,
    async send(method, path, body, headers = {}) {
      const worker = openWorker()
      const init = {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }
      const response = await as('worker', async () =>
        worker.request(`${ORIGIN}/api/v1${path}`, init),
      )
      const text = await response.text()
      const { status } = response
      return { status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
    },
  }
}

/** A person of the house, known to its IdP. */
export const person = (name: string): ResponseOptions => ({
  nameId: `${name}@example.org`,
  attributes: { email: [`${name}@example.org`], roles: ['editor'] },
})

/** A login in flight: the IdP has answered, and the browser has yet to post it. */
export interface Flight {
  readonly browser: TestBrowser
  readonly samlResponse: string
}

/** Begins a login of a person, up to the IdP's answer. */
export async function takeOff(
  house: House,
  who: ResponseOptions,
  worker = openWorker(),
): Promise<Flight> {
  const browser = openBrowser(worker)
  const departure = await as('worker', () => begin(house, browser))
  return { browser, samlResponse: await answerTo(house, departure, who) }
}

/** Posts the answer. */
export const land = (house: House, { browser, samlResponse }: Flight): Promise<Response> =>
  as('worker', () => deliver(house, browser, samlResponse))

/** The same browser, and the Worker of another moment or place. */
export function moveTo(worker: Hono, { browser, samlResponse }: Flight): Flight {
  const moved = openBrowser(worker)
  for (const [name, value] of browser.cookies) moved.cookies.set(name, value)
  return { browser: moved, samlResponse }
}

/** Who the session of a browser says it is, and in which session; undefined when there is none. */
export async function whoIs({ browser }: Flight) {
  const answer = await browser.get('/session', { accept: 'application/json' })
  if (answer.status !== 200) return undefined
  return answer.json<{ user: { id: string; email: string }; tenant: { id: string } }>()
}

/**
 * A whole login of a person, from a location that remembers nothing; throws unless it ends as it
 * should.
 */
export async function logIn(house: House, name: string, worker = openWorker()): Promise<string> {
  const flight = await takeOff(house, person(name), worker)
  const landing = await land(house, flight)
  const who = await whoIs(flight)
  if (landing.status !== 303 || who?.user.email !== `${name}@example.org`)
    throw new Error(`The login of ${name} ended with ${landing.status}: ${JSON.stringify(who)}`)
  return who.user.id
}

export const stubOf = ({ tenantId }: Pick<Stage, 'tenantId'>) => env.TENANT_GATE.getByName(tenantId)

/** The rows that a query finds in the gate. */
export const inGate = <T extends Record<string, SqlStorageValue>>(
  house: Pick<Stage, 'tenantId'>,
  query: string,
): Promise<T[]> =>
  runInDurableObject(stubOf(house), (_, { storage }) => storage.sql.exec<T>(query).toArray())

/** The feed in D1, each event by itself. */
export const FEED = `(
  SELECT seq - coalesce(login.key, 0) AS seq, coalesce(login.value ->> 'id', e.id) AS id, e.tenant_id, e.type,
    coalesce(login.value ->> 'at', e.at) AS at, coalesce(login.value ->> 'userId', e.user_id) AS user_id,
    coalesce(login.value ->> 'data', e.data) AS data
  FROM events AS e LEFT JOIN json_each(e.logins) AS login
)`

/** The rows that a query finds in D1. */
export const inD1 = async <T>(query: string, ...values: unknown[]): Promise<T[]> =>
  (
    await env.DB.prepare(query)
      .bind(...values)
      .all<T>()
  ).results

/** Has the alarm fire, if one is set. */
export const fireAlarm = (house: Pick<Stage, 'tenantId'>): Promise<boolean> =>
  runDurableObjectAlarm(stubOf(house))

/** What the audit log says of a target, oldest first. */
export const auditOf = (targetId: string) =>
  inD1<{ action: string }>(
    'SELECT action FROM audit_entries WHERE target_id = ? ORDER BY seq',
    targetId,
  )

/** The version under which a person was last admitted, by the feed. */
export async function admittedUnder(house: House, userId = ''): Promise<string | undefined> {
  const [last] = await inD1<{ data: string }>(
    `SELECT data FROM ${FEED} WHERE tenant_id = ? AND user_id = ? AND type = 'login.admitted'
     ORDER BY at DESC LIMIT 1`,
    house.tenantId,
    userId,
  )
  return last && JSON.parse(last.data).version
}
