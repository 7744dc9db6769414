// A tenant whose connector is live, with an application and its first person: all made through the
// API and by a login, so that what is cloned from it is real.

import { env } from 'cloudflare:workers'
import type { Hono } from 'hono'
import { openBrowser, type TestBrowser } from '../../../test/support/browser.ts'
import type { ResponseOptions } from '../../../test/support/signed-response.ts'
import { answerTo, begin, buildApp, type Stage, setStage } from '../../../test/support/stage.ts'
import type { Size } from '../findings.ts'
import {
  addressOf,
  clone,
  clonePeople,
  cloneProjection,
  cloneTenants,
  idOf,
  type Run,
} from './load.ts'
import { meterBindings } from './meter.ts'
import type { MeteredGate } from './metered-gate.ts'

export interface House extends Stage {
  readonly applicationId: string
  /**
   * The person whose rows are cloned, and the one whose logins are measured, in the middle of all.
   */
  readonly template: string
  readonly somebody: { readonly number: number; readonly id: string }
}

/** What limits callers is not what is measured here, and it would. */
const NO_LIMITS = { rateLimits: { visitor: undefined, address: undefined, caller: undefined } }
/** Gates besides the first that get people, too. */
const OTHER_GATES = 25
const KV_AT_ONCE = 100
export const REDIRECT_URI = 'https://app.example/callback'

/** The gate of a tenant, with what only the benchmark asks of it. */
export const gateOf = (tenantId: string): DurableObjectStub<MeteredGate> =>
  (env.TENANT_GATE as unknown as DurableObjectNamespace<MeteredGate>).getByName(tenantId)

/** A Worker that remembers nothing, its bindings counted. */
export const openWorker = (house: Pick<Stage, 'bindings'>): Hono =>
  buildApp({ ...house.bindings, env: meterBindings(env) }, NO_LIMITS)

/** Builds the house and fills it up to its size. */
export async function openHouse({ users, tenants }: Size): Promise<House> {
  const stage = await setStage(NO_LIMITS)
  const { id } = await stage.api('POST', '/applications', {
    name: 'Desk',
    landing_url: 'https://app.example/',
    redirect_uris: [REDIRECT_URI],
    tenant_ids: [stage.tenantId],
    token_endpoint_auth_method: 'none',
  })
  const number = Math.floor(users / 2)
  await logIn(stage, openWorker(stage), personOf(0))
  // Not new any more: so the session carries its event, as those of most people do.
  await logIn(stage, openWorker(stage), personOf(0))
  const gate = gateOf(stage.tenantId)
  await gate.settle()
  const [first] = await gate.query('SELECT user_id FROM users')
  const template = String(first?.user_id)
  await fill(stage, template, { users, tenants })
  const middle = await gate.query(`SELECT ${idOf('usr', String(number))} AS id`)
  const somebody = { number, id: String(middle[0]?.id) }
  return { ...stage, applicationId: String(id), template, somebody }
}

async function fill(
  { tenantId, ssoKey }: Stage,
  template: string,
  { users, tenants }: Size,
): Promise<void> {
  const gate = gateOf(tenantId)
  const inGate: Run = (sql, params = []) => gate.query(sql, ...params)
  const inD1: Run = async (sql) => (await env.DB.prepare(sql).all()).results
  await clonePeople(inGate, template, users - 1)
  await cloneTenants(inD1, tenantId, tenants - 1)
  await cloneProjection(inD1, { userId: template, tenantId }, { users, tenants })
  const others = await inD1(`SELECT id FROM tenants WHERE id <> '${tenantId}' LIMIT ${OTHER_GATES}`)
  for (const { id } of others) {
    const stub = gateOf(String(id))
    const run: Run = (sql, params = []) => stub.query(sql, ...params)
    await move('users', `user_id = '${template}'`, { from: inGate, to: run })
    const people = { table: 'users', where: 'true', changes: { user_id: idOf('usr') } }
    await clone(run, { ...people, from: 1, to: Math.ceil(users / OTHER_GATES) })
  }
  await publish(ssoKey.id, inD1)
}

/** Copies one row from one gate to another. */
async function move(
  table: string,
  where: string,
  { from, to }: { readonly from: Run; readonly to: Run },
): Promise<void> {
  const [row = {}] = await from(`SELECT * FROM ${table} WHERE ${where}`)
  const values = Object.values(row).map((value) =>
    value === null
      ? 'NULL'
      : typeof value === 'number'
        ? value
        : `'${String(value).replaceAll("'", "''")}'`,
  )
  await to(`INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${values.join(', ')})`)
}

/** Gives every SSO key in D1 the pointer and the value that the first one has in KV. */
async function publish(ssoId: string, inD1: Run): Promise<void> {
  const pointer = (await env.LOGIN_CONFIG.get(`sso:${ssoId}`)) ?? ''
  const keys = await inD1(`SELECT id FROM sso_keys WHERE id <> '${ssoId}'`)
  for (let at = 0; at < keys.length; at += KV_AT_ONCE)
    await Promise.all(
      keys.slice(at, at + KV_AT_ONCE).map(({ id }) => env.LOGIN_CONFIG.put(`sso:${id}`, pointer)),
    )
}

/** The n-th person, as the IdP describes them. */
export const personOf = (n: number): ResponseOptions => describe(addressOf(n))

/** Whoever has this address. */
export const describe = (address: string): ResponseOptions => ({
  nameId: address,
  attributes: { email: [address], roles: ['editor'] },
})

/** A login up to the IdP's answer, which the browser has yet to post. */
export async function takeOff(
  house: Stage,
  app: Hono,
  who: ResponseOptions,
): Promise<{ readonly browser: TestBrowser; readonly samlResponse: string }> {
  const browser = openBrowser(app)
  return { browser, samlResponse: await answerTo(house, await begin(house, browser), who) }
}

/** Posts the IdP's answer; throws unless the person is let in. */
export async function land(
  { ssoKey }: Stage,
  { browser, samlResponse }: Awaited<ReturnType<typeof takeOff>>,
): Promise<Response> {
  const fields = { SAMLResponse: samlResponse }
  const landing = await browser.post(ssoKey.acsUrl, fields, { origin: 'https://idp.example' })
  if (landing.status !== 303) throw new Error(`A login ended with ${landing.status}`)
  return landing
}

async function logIn(stage: Stage, app: Hono, who: ResponseOptions): Promise<void> {
  await land(stage, await takeOff(stage, app, who))
}
