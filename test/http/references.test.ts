// Every reference that a page or a problem shows can be looked up, and nothing is stored for it.

import { env } from 'cloudflare:workers'
import type { Hono } from 'hono'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { AdministrationDeps } from '../../src/http/deps.ts'
import { digestOf, readReference, writeReference } from '../../src/http/reference.ts'
import { REFUSAL_CODES } from '../../src/http/refusal-areas.ts'
import { Outage } from '../../src/outage.ts'
import { createKeyRing } from '../../src/protocol/sealing/keyring.ts'
import { newId } from '../../src/tenants/ids.ts'
import { countBindings } from '../support/counted-bindings.ts'
import { strongRandom } from '../support/key-ring.ts'
import { buildApp, type Stage, setStage } from '../support/stage.ts'

const ORIGIN = 'http://localhost:8787'
const PAGE = { headers: { accept: 'text/html', 'cf-connecting-ip': '192.0.2.9' } }
const UNKNOWN = newId('sso', strongRandom)
const APPLICATION = newId('app', strongRandom)

let stage: Stage
let key: string
beforeAll(async () => {
  stage = await setStage()
  key = await mint({ name: 'looks up' })
})

async function mint(members: object): Promise<string> {
  const response = await stage.app.request(`${ORIGIN}/api/v1/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(members),
  })
  return ((await response.json()) as { secret: string }).secret
}

const lookUp = async (path: string, as = key) => {
  const response = await stage.app.request(`${ORIGIN}/api/v1${path}`, {
    headers: { authorization: `Bearer ${as}` },
  })
  return { status: response.status, json: (await response.json()) as Record<string, unknown> }
}

/** The reference that a page shows. */
async function shownBy(response: Response): Promise<string> {
  const page = await response.text()
  const [, reference = ''] = /<code class="copy">((?:req|evt)_[^<]+)</.exec(page) ?? []
  expect(response.headers.get('x-request-id')).toBe(reference)
  return reference
}

const broken = (fault: Error): Hono => {
  const fail = () => Promise.reject(fault)
  const configurations = new Proxy({} as AdministrationDeps['configurations'], { get: () => fail })
  return buildApp(countBindings(), { configurations })
}
const limited = (): Hono => {
  const limiter = { limit: async () => ({ success: false }) }
  const rateLimits = { visitor: limiter, address: limiter, caller: limiter }
  return buildApp(countBindings(), { rateLimits })
}

interface Shown {
  readonly path: string
  readonly code: string
  readonly init?: RequestInit
  readonly app?: () => Hono
  readonly sso?: string
  readonly application?: string
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const PAGES: readonly Shown[] = [
  { path: '/sso/sso_1/auth', code: 'login_sso_key_unknown' },
  { path: `/sso/${UNKNOWN}/auth`, code: 'login_sso_key_unknown', sso: UNKNOWN },
  { path: `/sso/${UNKNOWN}/saml/metadata`, code: 'login_sso_key_unknown', sso: UNKNOWN },
  { path: '/sso/sso_1/saml/metadata', code: 'login_sso_key_unknown' },
  { path: '/sso/sso_1/saml/slo', code: 'login_sso_key_unknown' },
  { path: '/sso/sso_1/tenant?tenant=x', code: 'login_sso_key_unknown' },
  { path: `/sso/${UNKNOWN}/tenant?tenant=x`, code: 'login_request_unknown', sso: UNKNOWN },
  {
    path: '/sso/sso_1/saml/acs',
    code: 'login_sso_key_unknown',
    init: { method: 'POST', headers: FORM, body: 'SAMLResponse=x' },
  },
  { path: '/sso/sso_1/test?t=x', code: 'login_sso_key_unknown' },
  { path: `/sso/${UNKNOWN}/test?t=malformed`, code: 'login_test_unknown' },
  { path: '/oauth2/authorize', code: 'oidc_parameter_missing' },
  { path: '/oauth2/authorize?client_id=x', code: 'oidc_client_unknown' },
  {
    path: `/oauth2/authorize?client_id=${APPLICATION}`,
    code: 'oidc_client_unknown',
    application: APPLICATION,
  },
  {
    path: '/oauth2/authorize',
    code: 'oidc_form_invalid',
    init: { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
  },
  {
    path: `/sso/${UNKNOWN}/auth`,
    code: 'service_unavailable',
    app: () => broken(new Outage('KV', new Error('x'))),
  },
  { path: `/sso/${UNKNOWN}/auth`, code: 'service_fault', app: () => broken(new TypeError('x')) },
  { path: '/login', code: 'login_rate_limited', app: limited },
]

describe('the reference of a page', () => {
  it.each(PAGES)(
    '$path: $code is looked up',
    async ({ path, code, init, app, sso, application }) => {
      const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
      const asked = { ...init, headers: { ...PAGE.headers, ...init?.headers } }
      const response = await (app?.() ?? stage.app).request(ORIGIN + path, asked)
      const reference = await shownBy(response)
      log.mockRestore()
      for (const where of ['/events', `/tenants/${stage.tenantId}/events`]) {
        const found = await lookUp(`${where}/${reference}`)
        expect(found, where).toMatchObject({
          status: 200,
          json: {
            id: reference,
            type: 'request.refused',
            tenant_id: null,
            code,
            sso_id: sso ?? null,
            data: {
              application_id: application ?? null,
              request_id: expect.stringMatching(/^req_[0-9a-f]{20}$/),
            },
          },
        })
        expect(Math.abs(Date.now() - Date.parse(String(found.json.at)))).toBeLessThan(600_000)
      }
    },
  )

  it('writes nothing, however many there are', async () => {
    const bindings = countBindings()
    const app = buildApp(bindings)
    for (let n = 0; n < 20; n++) await app.request(`${ORIGIN}/sso/sso_${n}/auth`, PAGE)
    expect(bindings.calls).toEqual(countBindings().calls)
  })

  it('of an API problem and of an OAuth error is looked up too', async () => {
    for (const [path, init, code] of [
      ['/api/v1/nothing', {}, 'api_route_unknown'],
      ['/api/tenants', {}, 'api_route_unknown'],
      ['/api/v1/tenants', {}, 'api_credentials_missing'],
      ['/oauth2/token', { method: 'POST', headers: FORM, body: 'grant_type=x' }, undefined],
      ['/session', {}, 'session_none'],
    ] as const) {
      const response = await stage.app.request(ORIGIN + path, init)
      const found = await lookUp(`/events/${response.headers.get('x-request-id')}`)
      expect(found.status, path).toBe(200)
      if (code !== undefined) expect(found.json.code).toBe(code)
      expect(REFUSAL_CODES).toContain(found.json.code)
    }
  })
})

describe('a reference', () => {
  const keyring = createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom })
  const clock = () => 1_795_251_600_123
  const write = (subject?: string) =>
    writeReference({ keyring, clock }, `req_${'ab'.repeat(10)}`, { code: 'api_fault', subject })

  it('says code, second, request and subject, and nothing that has no form of an id', async () => {
    expect(await readReference({ keyring }, await write(UNKNOWN))).toEqual({
      requestId: `req_${'ab'.repeat(10)}`,
      at: 1_795_251_600_000,
      code: 'api_fault',
      subject: UNKNOWN,
    })
    expect(await write('<script>'.repeat(1000))).toBe(await write())
  })

  it('that was altered anywhere, or made up, is unknown', async () => {
    const reference = await write(UNKNOWN)
    for (let at = 4; at < reference.length; at++) {
      const other = reference[at] === '0' ? '1' : '0'
      const altered = reference.slice(0, at) + other + reference.slice(at + 1)
      expect(await readReference({ keyring }, altered), `at ${at}`).toBeUndefined()
    }
    for (const text of [
      `req_${'a'.repeat(60)}`,
      `req_${'0'.repeat(20)}`,
      'req_',
      '',
      reference.slice(0, -4),
    ])
      expect(await readReference({ keyring }, text)).toBeUndefined()
    expect((await lookUp(`/events/req_${'a'.repeat(60)}`)).status).toBe(404)
    expect((await lookUp(`/events/req_${'0'.repeat(20)}`)).json.detail).toContain('too short')
  })

  it('is read after the master key was replaced, and by no other deployment', async () => {
    const reference = await write()
    const masterKey = 'another-master-key-of-these-tests-000001'
    const next = createKeyRing({
      masterKey,
      previousMasterKey: env.MASTER_KEY,
      random: strongRandom,
    })
    expect((await readReference({ keyring: next }, reference))?.code).toBe('api_fault')
    const foreign = createKeyRing({ masterKey, random: strongRandom })
    expect(await readReference({ keyring: foreign }, reference)).toBeUndefined()
  })

  it('to an SSO key is read by those who reach its tenant, and takes the scope events (I5)', async () => {
    const { id: other } = await stage.api('POST', '/tenants', { name: 'Other' })
    const reference = await write(stage.ssoKey.id)
    const bound = await mint({ name: 'bound', tenant_id: stage.tenantId })
    const foreign = await mint({ name: 'foreign', tenant_id: other })
    const reader = await mint({ name: 'reader', scopes: ['read'] })
    const under = (tenantId: unknown) => `/tenants/${tenantId}/events/${reference}`
    for (const [path, as, status] of [
      [`/events/${reference}`, key, 200],
      [`/events/${reference}`, bound, 200],
      [`/events/${reference}`, foreign, 404],
      [`/events/${reference}`, reader, 403],
      [under(stage.tenantId), bound, 200],
      [under(other), foreign, 404],
      [under(other), key, 404],
      [`${under(stage.tenantId)}/response`, key, 404],
    ] as const)
      expect((await lookUp(path, as)).status, path).toBe(status)
  })

  it('names its code by four bytes that no other code has', async () => {
    const digests = await Promise.all(REFUSAL_CODES.map(digestOf))
    expect(new Set(digests.map(String)).size).toBe(REFUSAL_CODES.length)
  })
})
