import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { opensToPeople } from '../../../src/http/api/engine/authenticate-person.ts'
import { OPERATIONS } from '../../../src/http/api/operations.ts'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { answerAt, begin, callApi, type Stage, setStage } from '../../support/stage.ts'

const ORIGIN = 'http://localhost:8787'
const OURS = { origin: ORIGIN, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
const HOUR = 3_600_000
const WEBHOOK = `whk_${'0'.repeat(24)}`

let stage: Stage
let tenant: string
beforeAll(async () => {
  stage = await setStage()
  tenant = `/tenants/${stage.tenantId}`
})

/** Logs in. `authenticated` is when the person did so at the IdP, milliseconds before now. */
async function logIn(authenticated = 0, query = ''): Promise<TestBrowser> {
  const browser = openBrowser(stage.app)
  const instant = new Date(Date.now() - authenticated).toISOString().slice(0, 19)
  await answerAt(stage, browser, await begin(stage, browser, query), {
    editAssertion: (xml) => xml.replace(/AuthnInstant="[^"]+"/, `AuthnInstant="${instant}Z"`),
  })
  return browser
}

interface Answer {
  readonly status: number
  readonly code?: string
  readonly json: Record<string, unknown>
}

/** Asks the API from a page of ours, in this browser. */
async function ask(
  browser: TestBrowser,
  method: string,
  path: string,
  { body, headers = OURS }: { body?: unknown; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const response = await stage.app.request(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: {
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = text === '' ? {} : JSON.parse(text)
  return { status: response.status, ...(json.code && { code: json.code }), json }
}

const without = (name: string) =>
  Object.fromEntries(Object.entries(OURS).filter(([n]) => n !== name))

let browser: TestBrowser
let user: string
beforeEach(async () => {
  browser = await logIn()
  const session = await browser.get('/session', { accept: 'application/json' })
  const { id } = (await session.json<{ user: { id: string } }>()).user
  user = `${tenant}/users/${id}`
  await give('admin')
})

const give = (...roles: string[]) =>
  stage.api('PATCH', `${user}?confirm=last_admin`, { given_roles: roles })

describe('an administrator', () => {
  it('reads and changes their own tenant with their session, under their own name', async () => {
    stage.bindings.reset()
    expect(await ask(browser, 'GET', tenant)).toMatchObject({ json: { id: stage.tenantId } })
    expect(stage.bindings.calls).toMatchObject({ gate: 1, kv: 0 })
    const renamed = await ask(browser, 'PATCH', tenant, { body: { name: 'Renamed' } })
    expect(renamed).toMatchObject({ status: 200, json: { name: 'Renamed' } })
    const { json } = await ask(browser, 'GET', `${tenant}/audit?action=tenant.updated`)
    expect((json.data as object[])[0]).toMatchObject({
      actor: { type: 'user', id: user.split('/').at(-1) },
    })
  })

  it('reaches neither another tenant nor a child, nor what belongs to none (I5)', async () => {
    const child = await stage.api('POST', '/tenants', { name: 'Child', parent_id: stage.tenantId })
    const other = await stage.api('POST', '/tenants', { name: 'Other' })
    for (const { id } of [child, other]) {
      const answer = await ask(browser, 'GET', `/tenants/${id}`)
      expect(answer).toMatchObject({ status: 404, code: 'tenant_unknown' })
      const users = await ask(browser, 'GET', `/tenants/${id}/users`)
      expect(users).toMatchObject({ status: 404, code: 'tenant_unknown' })
    }
    const closed = OPERATIONS.filter((one) => !opensToPeople(one) && one.access !== 'anybody')
    expect(closed.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'createTenant',
        'deleteTenant',
        'createApiKey',
        'readFeed',
        'grantApplication',
      ]),
    )
    for (const { method, path } of closed) {
      const named = path.replace('{tenant_id}', stage.tenantId).replaceAll(/\{\w+\}/g, 'x')
      const answer = await ask(browser, method, named)
      // Making the home tenant takes OPERATOR_KEY; everything else takes an operator's session.
      if (path === '/home-tenant') expect(answer).toMatchObject({ status: 401 })
      else
        expect(answer, path).toMatchObject({
          status: 403,
          code: 'api_scope_missing',
        })
    }
  })

  it('cannot take the operator’s id of the tenant for another one', async () => {
    const body = { external_id: 'crm-1' }
    expect(await ask(browser, 'PATCH', tenant, { body })).toMatchObject({
      status: 403,
      code: 'api_scope_missing',
      json: { pointer: '/external_id' },
    })
  })

  it('does not take the last administrator away, confirmed or not', async () => {
    for (const query of ['', '?confirm=last_admin']) {
      const demoted = await ask(browser, 'PATCH', user + query, { body: { given_roles: [] } })
      expect(demoted).toMatchObject({ status: 409, code: 'user_last_admin' })
      const gone = await ask(browser, 'POST', `${user}:deactivate${query}`)
      expect(gone).toMatchObject({ status: 409, code: 'user_last_admin' })
    }
  })

  it.each([
    ['demoted', () => give(), 'api_scope_missing'],
    [
      'deactivated',
      () => stage.api('POST', `${user}:deactivate?confirm=last_admin`),
      'api_credentials_invalid',
    ],
    ['signed out', () => stage.api('POST', `${user}:end_sessions`), 'api_credentials_invalid'],
  ])('who is %s is refused with the next request', async (_, end, code) => {
    expect(await ask(browser, 'GET', tenant)).toMatchObject({ status: 200 })
    await end()
    expect(await ask(browser, 'GET', tenant)).toMatchObject({ code })
    await stage.api('POST', `${user}:reactivate`)
  })

  it('with an API key beside the session is the key alone, and with a wrong one nobody', async () => {
    const headers = { ...OURS, authorization: `Bearer esk_${'A'.repeat(43)}` }
    expect(await ask(browser, 'GET', tenant, { headers })).toMatchObject({
      status: 401,
      code: 'api_credentials_invalid',
    })
    const minted = await callApi(
      { app: stage.app, key: stage.bindings.env.OPERATOR_KEY },
      'POST',
      '/api-keys',
      {
        name: 'reader',
        scopes: ['events'],
      },
    )
    const key = { ...OURS, authorization: `Bearer ${minted.secret}` }
    expect(await ask(browser, 'GET', tenant, { headers: key })).toMatchObject({
      code: 'api_scope_missing',
    })
  })
})

describe('somebody else of the tenant', () => {
  it('who is a viewer reads everything and changes nothing', async () => {
    await give('viewer')
    for (const path of [tenant, `${tenant}/users`, `${tenant}/events`, `${tenant}/audit`])
      expect(await ask(browser, 'GET', path), path).toMatchObject({ status: 200 })
    // What an IdP sent of a person is for administrators, though it is a GET.
    const forAdministrators = ['openEventResponse']
    for (const { id, method, path } of OPERATIONS.filter(opensToPeople)) {
      if (method === 'GET' && !forAdministrators.includes(id)) continue
      const named = path.replace('{tenant_id}', stage.tenantId).replaceAll(/\{\w+\}/g, 'x')
      expect(await ask(browser, method, named), id).toMatchObject({
        status: 403,
        code: 'api_scope_missing',
      })
    }
  })

  it('who has neither role is refused', async () => {
    await give('editor', 'Admin', 'administrator')
    expect(await ask(browser, 'GET', tenant)).toMatchObject({
      status: 403,
      code: 'api_scope_missing',
    })
  })

  it('who signed in at a test environment is refused, whatever their role', async () => {
    await runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
      storage.sql.exec("UPDATE sessions SET environment = 'non_production'"),
    )
    expect(await ask(browser, 'GET', tenant)).toMatchObject({
      status: 403,
      code: 'api_scope_missing',
    })
  })

  it('whose cookie is none of ours is refused before any gate is asked', async () => {
    const forged = openBrowser(stage.app)
    forged.cookies.set('__Host-session', 'forged')
    stage.bindings.reset()
    expect(await ask(forged, 'GET', tenant)).toMatchObject({
      status: 401,
      code: 'api_credentials_invalid',
    })
    expect(stage.bindings.calls.gate).toBe(0)
  })
})

describe('a request that another site makes the browser send', () => {
  it.each([
    ['from another origin', { ...OURS, origin: 'https://evil.example' }],
    ['from an origin that it hides', { ...OURS, origin: 'null' }],
    ['without an origin', without('origin')],
    ['from a sibling domain', { ...OURS, 'sec-fetch-site': 'same-site' }],
    ['across sites, whatever origin it names', { ...OURS, 'sec-fetch-site': 'cross-site' }],
  ])('is refused %s, and no gate is asked (R53)', async (_, headers) => {
    stage.bindings.reset()
    const answer = await ask(browser, 'PATCH', tenant, { body: { name: 'Evil' }, headers })
    expect(answer).toMatchObject({ status: 403, code: 'api_origin_foreign' })
    expect(stage.bindings.calls).toEqual({ gate: 0, kv: 0, d1: 0 })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'is refused as %j, which a form can send (R53)',
    async (type) => {
      const headers = { ...OURS, 'content-type': type }
      for (const sent of [{ headers }, { headers, body: { name: 'Evil' } }])
        expect(await ask(browser, 'PATCH', tenant, sent)).toMatchObject({
          status: 415,
          code: 'api_body_not_json',
        })
    },
  )

  it('is refused though it only reads: that would stand in the audit log', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    expect(await ask(browser, 'GET', tenant, { headers })).toMatchObject({
      status: 403,
      code: 'api_origin_foreign',
    })
    const typed = await ask(browser, 'GET', tenant, { headers: { 'sec-fetch-site': 'none' } })
    expect(typed.status).toBe(200)
  })

  it('reads no answer: no origin is let across', async () => {
    const answer = await browser.get(`/api/v1${tenant}`, { origin: 'https://evil.example' })
    expect(answer.headers.has('access-control-allow-origin')).toBe(false)
  })
})

describe('a dangerous change', () => {
  it('takes an authentication of the last quarter of an hour, and tells where to get it (R55)', async () => {
    const early = await logIn(HOUR / 4 + 60_000)
    const webhook = { body: { url: 'https://hooks.example.com/x' } }
    expect(await ask(early, 'POST', `${tenant}/webhooks`, webhook)).toMatchObject({
      status: 403,
      code: 'api_recent_authentication_required',
      json: { authentication_url: `${stage.ssoKey.loginUrl}?force_authn=true` },
    })
    expect(await ask(early, 'PATCH', tenant, { body: { name: 'Harmless' } })).toMatchObject({
      status: 200,
    })
    const again = await logIn(0, '?force_authn=true')
    expect((await ask(again, 'POST', `${tenant}/webhooks`, webhook)).status).toBe(201)
  })

  it('takes a new password login from whom a password let in', async () => {
    const early = await logIn(HOUR)
    await runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
      storage.sql.exec("UPDATE sessions SET connector_id = '', sso_id = ''"),
    )
    expect(await ask(early, 'DELETE', `${tenant}/webhooks/${WEBHOOK}`)).toMatchObject({
      code: 'api_recent_authentication_required',
      json: { authentication_url: `${ORIGIN}/login/password` },
    })
  })

  it('takes a second factor that was proven lately as well', async () => {
    const early = await logIn(HOUR)
    const remove = () => ask(early, 'DELETE', `${tenant}/webhooks/${WEBHOOK}`)
    for (const [ago, by, code] of [
      [HOUR / 2, null, 'api_recent_authentication_required'],
      [HOUR / 5, null, 'webhook_unknown'],
      // In the browser that has the newer handle, of which this is a copy from before.
      [HOUR / 5, 'a proof', 'api_recent_authentication_required'],
    ] as const) {
      await runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
        storage.sql.exec('UPDATE sessions SET factor_at = ?, factor_by = ?', Date.now() - ago, by),
      )
      expect(await remove()).toMatchObject({ code })
    }
  })

  it('is one of these', () => {
    const flagged = OPERATIONS.filter((operation) => operation.recentAuthentication)
    expect(flagged.filter((operation) => !opensToPeople(operation))).toEqual([])
    expect(flagged.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'activateConnector',
        'rollBackConnector',
        'enableConnector',
        'disableConnector',
        'refreshExternalIdp',
        'removeCertificate',
        'createWebhook',
        'rotateWebhookSecret',
        'inviteUser',
        'updateUser',
        'confirmRelink',
      ]),
    )
    // What is deleted does not come back; to end a session or to withdraw a permission is no
    // danger.
    const lenient = ['endUserSession', 'forgetRelink']
    const deletions = OPERATIONS.filter((one) => one.method === 'DELETE' && opensToPeople(one))
    expect(
      deletions.filter((one) => !one.recentAuthentication && !lenient.includes(one.id)),
    ).toEqual([])
  })

  it('is asked of an API key without any: it has none to renew', async () => {
    const made = await stage.api('POST', `${tenant}/webhooks`, {
      url: 'https://hooks.example.com/y',
    })
    await stage.api('DELETE', `${tenant}/webhooks/${made.id}`)
  })
})
