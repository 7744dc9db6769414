import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { purgeLogins } from '../../../src/gate/queue/purge-logins.ts'
import { decodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { digestHex } from '../../../src/protocol/bytes/sha256.ts'
import { certificateDer } from '../../../src/tenants/sso-key.ts'
import { beginTest, openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import type { ResponseOptions } from '../../support/signed-response.ts'
import { answerAt, begin, callApi, type Stage, setStage } from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

const ADDRESS = 'alice@example.org'

let stage: Stage
let path: string
async function useNewStage(): Promise<void> {
  stage = await setStage()
  path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
}
beforeAll(useNewStage)

type Body = Record<string, unknown>
const start = () => stage.api('POST', `${path}:test`, {})
const read = (id: unknown): Promise<Body> => stage.api('GET', `${path}/tests/${id}`)

/** Runs a test, and returns it as it is read afterwards with the browser that ran it. */
async function run(options: ResponseOptions = {}) {
  const { id, test_url } = await start()
  const browser = openBrowser(stage.app)
  const begun = await beginTest(browser, String(test_url))
  const answer = await answerAt(stage, browser, begun, options)
  const address = answer.headers.get('location') ?? ''
  const test = await read(id)
  return { id: String(id), browser, answer, address, test, report: test.report as Body }
}

/** Signs in as alice, who then has the role. */
async function signIn(role: string): Promise<TestBrowser> {
  const browser = openBrowser(stage.app)
  await answerAt(stage, browser, await begin(stage, browser))
  const session = await browser.get('/session', { accept: 'application/json' })
  const { user } = await session.json<{ user: { id: string } }>()
  const users = `/tenants/${stage.tenantId}/users/${user.id}?confirm=last_admin`
  await stage.api('PATCH', users, { given_roles: [role] })
  return browser
}

const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
    work(storage.sql),
  )
const rowsOf = (table: string) => inGate((sql) => sql.exec(`SELECT * FROM ${table}`).toArray())

describe('a test as a resource', () => {
  it('is followed from its link to its end, and says who started it', async () => {
    const { id, test_url, version } = await start()
    const started = { id, connector_id: stage.connectorId, version, ended_at: null, report: null }
    const by = { type: 'api_key', id: expect.stringMatching(/^key_/) }
    expect(await read(id)).toMatchObject({ ...started, state: 'issued', started_by: by })
    const browser = openBrowser(stage.app)
    const begun = await beginTest(browser, String(test_url))
    expect(await read(id)).toMatchObject({ ...started, state: 'opened' })
    await answerAt(stage, browser, begun)
    expect(await read(id)).toMatchObject({
      state: 'passed',
      ended_at: expect.any(String),
      code: null,
      fixed_by: null,
      event_id: expect.stringMatching(/^evt_/),
    })
  })

  it('reports every rule, what arrived, the person, and where they would land', async () => {
    const { report } = await run({
      nameId: 'new@example.org',
      attributes: {
        email: ['new@example.org'],
        department: ['Sales'],
      },
    })
    expect(report).toMatchObject({
      received: expect.arrayContaining([
        { name: 'department', friendly_name: null, values: ['Sales'] },
      ]),
      name_id: { value: 'new@example.org' },
      identity: { value: 'new@example.org' },
      fields: expect.arrayContaining([
        { field: 'email', source: 'email', values: ['new@example.org'], code: null },
      ]),
      person: { outcome: 'created', user_id: null, code: null },
      tenants: null,
      landing: null,
      certificates: null,
    })
    const checks = report.checks as readonly Body[]
    expect(checks.length).toBeGreaterThan(20)
    expect(checks.every(({ outcome }) => outcome === 'passed')).toBe(true)
  })

  it('says of a user who exists that they are known, and of one who may not come why', async () => {
    await signIn('viewer')
    const { user_id, outcome } = (await run()).report.person as Body
    expect([outcome, user_id]).toEqual(['known', expect.stringMatching(/^usr_/)])
    await stage.api('PATCH', path, { provisioning: 'only_invited' })
    const other = { nameId: 'x@example.org', attributes: { email: ['x@example.org'] } }
    const { test, report } = await run(other)
    expect(test.state).toBe('passed')
    expect(report.person).toMatchObject({ outcome: 'refused', code: 'login_user_not_invited' })
    await stage.api('PATCH', path, { provisioning: 'create' })
  })

  it('says which certificate was expected, and which the message names', async () => {
    const fingerprint = async (pem: string) =>
      digestHex(decodeBase64(certificateDer(pem)) ?? new Uint8Array())
    const named = certificateDer(TEST_KEYS.other.certificate)
    const keyInfo = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${named}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`
    const { test, report } = await run({
      key: TEST_KEYS.other,
      edit: (xml) => xml.replace('</ds:SignatureValue>', `</ds:SignatureValue>${keyInfo}`),
    })
    expect(test).toMatchObject({
      state: 'failed',
      code: 'dsig_signature_mismatch',
      fixed_by: 'sp_admin',
    })
    expect(report.certificates).toEqual({
      expected: [await fingerprint(TEST_KEYS.idp.certificate)],
      received: [await fingerprint(TEST_KEYS.other.certificate)],
    })
    // What nobody verified is reported nowhere else.
    expect(report).toMatchObject({ received: [], identity: null, fields: [] })
  })

  it('lists a refusal of the mapping after the rules of the profile', async () => {
    await stage.api('PATCH', path, { mapping: { last_name: { required: true } } })
    const { report } = await run()
    expect((report.checks as readonly Body[]).at(-1)).toMatchObject({
      outcome: 'failed',
      code: 'login_profile_incomplete',
      expected: 'lastName',
      fixed_by: expect.any(String),
    })
    expect(report.fields).toContainEqual(
      expect.objectContaining({ field: 'lastName', code: 'login_profile_incomplete' }),
    )
    await stage.api('PATCH', path, { mapping: {} })
  })

  it('is found from its event, which leads to it', async () => {
    const { id, test } = await run({ spEntityID: 'https://other.example' })
    const event = await stage.api('GET', `/tenants/${stage.tenantId}/events/${test.event_id}`)
    expect(event).toMatchObject({
      type: 'test.failed',
      data: { test_id: id },
      checks: [{ code: 'saml_audience_mismatch', got: ['https://other.example'] }],
    })
  })

  it('is listed, the newest first, page by page', async () => {
    const ids = [(await start()).id, (await start()).id]
    const { data, next_cursor } = await stage.api('GET', `${path}/tests?limit=2`)
    expect((data as readonly Body[]).map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    const next = await stage.api('GET', `${path}/tests?limit=100&cursor=${next_cursor}`)
    const others = next.data as readonly Body[]
    expect(others.length).toBeGreaterThan(2)
    expect(others.map(({ id }) => id)).not.toEqual(expect.arrayContaining(ids))
    expect(others[0]).not.toHaveProperty('report')
  })
})

describe('the report of a test', () => {
  const readAs = (browser: TestBrowser, at: string) =>
    browser.get(`/api/v1${at}`, { 'sec-fetch-site': 'same-origin' })

  it('is read with the scope configure or the role admin, the list with less', async () => {
    const { id } = await run()
    const operator = { app: stage.app, key: stage.bindings.env.OPERATOR_KEY }
    const { secret } = await callApi(operator, 'POST', '/api-keys', {
      name: 'reader',
      scopes: ['read'],
    })
    const reader = { app: stage.app, key: String(secret) }
    await expect(callApi(reader, 'GET', `${path}/tests/${id}`)).rejects.toThrow('api_scope_missing')
    expect((await callApi(reader, 'GET', `${path}/tests`)).data).not.toEqual([])

    const viewer = await signIn('viewer')
    expect((await readAs(viewer, `${path}/tests/${id}`)).status).toBe(403)
    expect((await readAs(viewer, `${path}/tests`)).status).toBe(200)
    const admin = await signIn('admin')
    expect((await readAs(admin, `${path}/tests/${id}`)).status).toBe(200)
  })

  it('is unknown under another tenant and another connector (I5)', async () => {
    const { id } = await run()
    const other = await stage.api('POST', '/tenants', { name: 'Other' })
    // A child is in the same gate.
    const child = await stage.api('POST', '/tenants', { name: 'Child', parent_id: stage.tenantId })
    for (const tenant of [other, child]) {
      const foreign = `/tenants/${tenant.id}/connectors/${stage.connectorId}/tests`
      await expect(stage.api('GET', `${foreign}/${id}`)).rejects.toThrow('404')
      await expect(stage.api('GET', foreign)).rejects.toThrow('404')
    }
    const elsewhere = `/tenants/${stage.tenantId}/connectors/con_${'0'.repeat(24)}/tests/${id}`
    await expect(stage.api('GET', elsewhere)).rejects.toThrow('test_unknown')
  })

  it('is kept sealed, and no address and no event names the person (I7)', async () => {
    const { address } = await run()
    expect(decodeURIComponent(address)).not.toContain('alice')
    const kept = JSON.stringify([await rowsOf('test_reports'), await rowsOf('tests')])
    expect(kept).not.toContain(ADDRESS)
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))
    const events = await stage.api('GET', `/tenants/${stage.tenantId}/events?type=test.passed`)
    expect(JSON.stringify(events)).not.toContain(ADDRESS)
  })

  it('is gone after 7 days, and the test stays in the history', async () => {
    const { id, browser, address } = await run()
    const [row] = (await rowsOf('test_reports')).filter((one) => one.test_id === id)
    const week = 7 * 86_400_000
    expect(Math.abs(Number(row?.keep_until) - Date.now() - week)).toBeLessThan(60_000)
    await inGate((sql) => void sql.exec('UPDATE test_reports SET keep_until = 1'))
    expect(await read(id)).toMatchObject({ state: 'passed', report: null })
    expect(await refusalOn(await browser.get(address))).toBe('login_test_unknown')
    await inGate((sql) => purgeLogins(sql, Date.now()))
    expect(await rowsOf('test_reports')).toEqual([])
  })

  it.each([
    ['connector', (name: unknown) => `${path}?confirm=${name}`],
    ['tenant', (name: unknown) => `/tenants/${stage.tenantId}?confirm=${name}`],
  ])('goes with its %s', async (_, address) => {
    await useNewStage()
    await run()
    expect(await rowsOf('test_reports')).not.toEqual([])
    const at = address('')
    const { name } = await stage.api('GET', at.slice(0, at.indexOf('?')))
    await stage.api('DELETE', address(name))
    expect([await rowsOf('test_reports'), await rowsOf('tests')]).toEqual([[], []])
  })
})

describe('the page of a result', () => {
  beforeAll(useNewStage)

  it('opens in the browser that ran the test, as often as it is loaded', async () => {
    const { browser, address, answer } = await run()
    expect(answer.headers.get('cache-control')).toBe('no-store')
    for (let load = 0; load < 2; load++) {
      const page = await browser.get(address)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain(ADDRESS)
    }
  })

  it('opens in no other browser, unless an administrator is signed in there', async () => {
    const { id, address } = await run()
    expect(await refusalOn(await openBrowser(stage.app).get(address))).toBe('login_test_unknown')
    const later = await run()
    expect(await refusalOn(await later.browser.get(address))).toBe('login_test_unknown')
    const viewer = await signIn('viewer')
    expect(await refusalOn(await viewer.get(address))).toBe('login_test_unknown')
    const page = await (await signIn('admin')).get(address)
    expect(await page.text()).toContain(`href="/console/t/${path.slice(9)}/tests/${id}"`)
  })

  it('does not open at another SSO key, nor for an administrator of another tenant (I5)', async () => {
    const { browser, address, id } = await run()
    const own = stage
    stage = await setStage()
    const foreign = await signIn('admin')
    stage = own
    expect(await refusalOn(await foreign.get(address))).toBe('login_test_unknown')
    const key = await stage.api('POST', `/tenants/${stage.tenantId}/sso-keys`, {
      name: 'second',
      environment: 'production',
    })
    const moved = `/sso/${key.id}/test?result=${id}`
    expect(await refusalOn(await browser.get(moved))).toBe('login_test_unknown')
  })
})
