import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  choosePassword,
  linkFor,
  personWithPassword,
  settle,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import { answerAt, begin, callApi, type Stage, setStage } from '../../support/stage.ts'
import { totpCode } from '../../support/totp.ts'

const DAY = 86_400_000

let stage: Stage
let path: string
beforeAll(async () => {
  stage = await setStage()
  path = `/tenants/${stage.tenantId}`
  await logIn()
  admin = await idOf(ADMIN)
  await givePassword(admin)
  member = await personWithPassword(stage, MEMBER)
  codes = (await stage.api('POST', `${path}/enforcement/recovery-codes`)).codes as string[]
  // Mails leave the queue with the alarm, sent or not.
  await inGate((sql) => {
    sql.exec('CREATE TABLE told (user_id TEXT, kind TEXT)')
    sql.exec(
      'CREATE TRIGGER tell AFTER INSERT ON mail_queue BEGIN INSERT INTO told VALUES (new.user_id, new.kind); END',
    )
  })
  const key = await mint({ scopes: ['recover'] })
  recover = (verb, body) =>
    callApi({ app: stage.app, key }, 'POST', `${path}/enforcement:${verb}`, body)
})

const mint = async (members: object): Promise<string> => {
  const body = { name: 'one', ...members }
  return String(
    (await callApi({ app: stage.app, key: env.OPERATOR_KEY }, 'POST', '/api-keys', body)).secret,
  )
}

const ADMIN = 'alice@example.org'
const MEMBER = 'member@example.org'
let admin: string
/** As the operator, with a key that lets tenants back in. */
let recover: (verb: string, body?: object) => Promise<Record<string, unknown>>
let member: string
let codes: string[]

beforeEach(async () => {
  await enforce('off')
  await stage.api('PATCH', `${path}/users/${admin}?confirm=last_admin`, { given_roles: ['admin'] })
  await inGate((sql) => {
    for (const table of ['break_glass', 'enforcement_exemptions', 'admin_logins', 'second_factors'])
      sql.exec(`DELETE FROM ${table}`)
    sql.exec('DELETE FROM password_attempts')
    for (const table of ['announcements', 'told']) sql.exec(`DELETE FROM ${table}`)
  })
})

const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
    work(storage.sql),
  )

/** Through the connector. */
async function logIn(): Promise<TestBrowser> {
  const browser = openBrowser(stage.app)
  await answerAt(stage, browser, await begin(stage, browser))
  return browser
}

async function idOf(email: string): Promise<string> {
  await settle(stage)
  const { data } = await stage.api('GET', `${path}/users?email_prefix=${email}`)
  return String((data as { id: string }[])[0]?.id)
}

async function givePassword(userId: string): Promise<void> {
  await choosePassword(openBrowser(stage.app), await linkFor(stage, userId))
  await settle(stage)
}

const enforce = (mode: string, more: object = {}) =>
  stage.api('PUT', `${path}/enforcement`, { mode, ...more })

/** The answer of the API, refused or not. */
const answerOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((fault: Error) => fault.message)

/** Everything that enforcement takes. */
async function prepare(): Promise<void> {
  await logIn()
  await stage.api('POST', `${path}/enforcement/recovery-codes:confirm`, { code: codes[0] })
}

const SECRET = encodeUtf8('a secret of 20 bytes')
const appCode = () => totpCode(SECRET, Date.now())
async function addFactor(userId: string): Promise<void> {
  const sealed = await testKeyRing().seal('factor', 'fac_1', encodeBase64Url(SECRET))
  await inGate((sql) =>
    sql.exec(
      "INSERT INTO second_factors VALUES (?, ?, 'fac_1', 'totp', 'Phone', ?, 0, 1, 1, NULL)",
      stage.tenantId,
      userId,
      sealed,
    ),
  )
}

/** The administrator has a second factor, and has given the password. */
async function withFactor(): Promise<TestBrowser> {
  await addFactor(admin)
  const browser = openBrowser(stage.app)
  expect(await tryPassword(ADMIN, browser)).toBe('/login/second-factor')
  return browser
}

/** What a right password comes to: where it leads, or the code of the refusal. */
async function tryPassword(email: string, browser = openBrowser(stage.app)): Promise<unknown> {
  const answer = await signIn(stage, { email }, browser)
  return answer.headers.get('location') ?? (await refusalOn(answer))
}

/** Who was owed which mails. */
async function told(kinds: string): Promise<readonly string[]> {
  await settle(stage)
  return inGate((sql) =>
    sql
      .exec('SELECT kind, user_id FROM told WHERE kind LIKE ? ORDER BY rowid', kinds)
      .toArray()
      .map(({ kind, user_id }) => `${kind} ${user_id}`),
  )
}

const eventTypes = async (): Promise<readonly string[]> => {
  await settle(stage)
  const { data } = await stage.api('GET', `${path}/events?limit=100`)
  return (data as { type: string }[]).map(({ type }) => type)
}

describe('switching passwords off', () => {
  it('takes an open production connector', async () => {
    await prepare()
    await stage.api('POST', `${path}/connectors/${stage.connectorId}:disable`)
    const refused = await answerOf(enforce('members'))
    await stage.api('POST', `${path}/connectors/${stage.connectorId}:enable`)
    expect(refused).toContain('409')
    expect(refused).toContain('"code":"enforcement_connector_missing","pointer":"/mode"')
  })

  it('takes no connector of the test environment for one', async () => {
    await prepare()
    const edit = (from: string, to: string) =>
      inGate((sql) =>
        sql.exec('UPDATE connectors SET configuration = replace(configuration, ?, ?)', from, to),
      )
    await edit('"environment":"production"', '"environment":"non_production"')
    const refused = await answerOf(enforce('members'))
    await edit('"environment":"non_production"', '"environment":"production"')
    expect(refused).toContain('enforcement_connector_missing')
  })

  it.each([
    ['none at all', 'DELETE FROM admin_logins'],
    ['one of 31 days ago', `UPDATE admin_logins SET at = ${Date.now() - 31 * DAY}`],
    ['one through another IdP', "UPDATE admin_logins SET idp_entity_id = 'https://old.example'"],
    ['one through another connector', "UPDATE admin_logins SET connector_id = 'con_other'"],
    ['one of somebody else', "UPDATE admin_logins SET user_id = 'usr_other'"],
    ['one in another tenant', "UPDATE admin_logins SET tenant_id = 'ten_other'"],
  ])('takes a login of an administrator: not %s', async (_, statement) => {
    await prepare()
    await inGate((sql) => sql.exec(statement))
    expect(await answerOf(enforce('members'))).toContain(
      '"code":"enforcement_admin_login_missing","pointer":"/mode"',
    )
  })

  it('takes an administrator who is one still', async () => {
    await prepare()
    await stage.api('PATCH', `${path}/users/${admin}?confirm=last_admin`, { given_roles: [] })
    expect(await answerOf(enforce('members'))).toContain('enforcement_admin_login_missing')
    await stage.api('PATCH', `${path}/users/${admin}`, { given_roles: ['admin'] })
    await stage.api('POST', `${path}/users/${admin}:deactivate?confirm=last_admin`)
    expect(await answerOf(enforce('members'))).toContain('enforcement_admin_login_missing')
    await stage.api('POST', `${path}/users/${admin}:reactivate`)
    expect(await enforce('members')).toMatchObject({ mode: 'members' })
  })

  it('takes for everyone a way back: codes of which one was confirmed, or the operator’s consent', async () => {
    await prepare()
    await inGate((sql) => sql.exec('DELETE FROM recovery_codes'))
    const missing = '"code":"enforcement_way_back_missing","pointer":"/mode"'
    const again = (await stage.api('POST', `${path}/enforcement/recovery-codes`)).codes as string[]
    expect(await answerOf(enforce('everyone'))).toContain(missing)
    const wrong = { code: codes[0] }
    expect(
      await answerOf(stage.api('POST', `${path}/enforcement/recovery-codes:confirm`, wrong)),
    ).toContain('recovery_code_wrong')
    codes = again
    await recover('consent', { reason: 'known to us' })
    expect(await enforce('everyone')).toMatchObject({ mode: 'everyone' })
    await enforce('off')
    await inGate((sql) =>
      sql.exec("UPDATE sign_in_policies SET policy = json_set(policy, '$.consentUntil', 1)"),
    )
    expect(await answerOf(enforce('everyone'))).toContain(missing)
    await prepare()
    expect(await enforce('everyone')).toMatchObject({ mode: 'everyone' })
    await enforce('off')
    await inGate((sql) => sql.exec('UPDATE recovery_codes SET used_at = 1'))
    expect(await answerOf(enforce('everyone'))).toContain(missing)
    await inGate((sql) => sql.exec('UPDATE recovery_codes SET used_at = NULL'))
  })

  it('takes an administrator with a password beside the codes, and leaves the way to a new one open', async () => {
    await prepare()
    const hasPassword = (value: number) =>
      inGate((sql) =>
        sql.exec('UPDATE users SET has_password = ? WHERE user_id = ?', value, admin).toArray(),
      )
    await hasPassword(0)
    expect(await answerOf(enforce('everyone'))).toContain('enforcement_way_back_missing')
    await hasPassword(1)
    await enforce('everyone')
    const links = async (email: string) => {
      await submit(openBrowser(stage.app), '/login/forgot', { email })
      return inGate(
        (sql) => sql.exec("SELECT 1 FROM password_links WHERE purpose = 'reset'").toArray().length,
      )
    }
    expect(await links(MEMBER)).toBe(0)
    expect(await links(ADMIN)).toBe(1)
  })

  it('lists everything that is missing, when it is only asked, too', async () => {
    await inGate((sql) => sql.exec('UPDATE recovery_codes SET used_at = 1'))
    const missing = ['enforcement_admin_login_missing', 'enforcement_way_back_missing']
    for (const query of ['', '?validate_only=true']) {
      const refused = await answerOf(
        stage.api('PUT', `${path}/enforcement${query}`, { mode: 'everyone' }),
      )
      for (const code of missing) expect(refused).toContain(`"pointer":"/mode","code":"${code}"`)
    }
    const { blockers } = await stage.api('GET', `${path}/enforcement`)
    expect(blockers).toEqual({
      members: missing.slice(0, 1).map((code) => ({ code, tenant_id: null })),
      everyone: missing.map((code) => ({ code, tenant_id: null })),
    })
    await inGate((sql) => sql.exec('UPDATE recovery_codes SET used_at = NULL'))
  })

  it.each([
    ['in the past', 'members', -1],
    ['after more than 90 days', 'members', 91 * DAY],
    ['for what is less strict', 'off', DAY],
  ])('starts at no date %s', async (_, mode, from) => {
    await prepare()
    const start = { starts_at: new Date(Date.now() + from).toISOString() }
    expect(await answerOf(enforce(mode, start))).toContain(
      '"code":"enforcement_start_invalid","pointer":"/starts_at"',
    )
  })

  it('is not done by a program that may only read', async () => {
    const key = await mint({ scopes: ['read'] })
    const asked = callApi({ app: stage.app, key }, 'PUT', `${path}/enforcement`, { mode: 'off' })
    expect(await answerOf(asked)).toContain('api_scope_missing')
  })

  it('gives way to who changed it first (If-Match)', async () => {
    await prepare()
    const tag = async () => {
      const key = await mint({})
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const url = `http://localhost:8787/api/v1${path}/enforcement`
      const shown = await stage.app.request(url, { headers })
      const put = (mode: string) =>
        stage.app.request(url, {
          method: 'PUT',
          headers: { ...headers, 'if-match': shown.headers.get('etag') ?? '' },
          body: JSON.stringify({ mode }),
        })
      return put
    }
    const put = await tag()
    const answers = await Promise.all([put('members'), put('everyone')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })
})

describe('while members are enforced', () => {
  beforeEach(async () => {
    await prepare()
  })

  it('a member is refused with the right password, and learns nothing with a wrong one', async () => {
    expect(await tryPassword(MEMBER)).toBe('/session')
    await enforce('members')
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
    const wrong = await signIn(stage, { email: MEMBER, password: 'something else entirely' })
    expect(await refusalOn(wrong)).toBe('login_password_refused')
    await inGate((sql) => sql.exec('DELETE FROM password_attempts'))
  })

  it('an administrator keeps password and second factor, and not the password alone', async () => {
    await enforce('members')
    expect(await tryPassword(ADMIN)).toBe('login_second_factor_required')
    await addFactor(admin)
    expect(await tryPassword(ADMIN)).toBe('/login/second-factor')
  })

  it('who is an administrator no longer has no session by a password any more', async () => {
    await addFactor(member)
    await stage.api('PATCH', `${path}/users/${member}`, { given_roles: ['admin'] })
    await enforce('members')
    const browser = openBrowser(stage.app)
    await tryPassword(MEMBER, browser)
    await submit(browser, '/login/second-factor', { code: await appCode() })
    expect((await browser.get('/session')).status).toBe(200)
    await stage.api('PATCH', `${path}/users/${member}`, { first_name: 'Mem' })
    expect((await browser.get('/session')).status).toBe(200)
    await stage.api('PATCH', `${path}/users/${member}`, { given_roles: [] })
    expect((await browser.get('/session')).status).toBe(401)
  })

  it('has ended the sessions that a password began, and no other', async () => {
    const [theirs, sso] = [openBrowser(stage.app), await logIn()]
    await tryPassword(MEMBER, theirs)
    await enforce('members')
    expect((await theirs.get('/session')).status).toBe(401)
    expect((await sso.get('/session')).status).toBe(200)
  })

  it('has spent what stood between password and session', async () => {
    await addFactor(member)
    expect(await tryPassword(MEMBER)).toBe('/login/second-factor')
    await enforce('members')
    const open = await inGate((sql) =>
      sql
        .exec('SELECT 1 FROM password_proofs WHERE user_id = ? AND spent_at IS NULL', member)
        .toArray(),
    )
    expect(open).toEqual([])
  })

  it('who is exempt keeps the password until that ends, and the session ends with it', async () => {
    await enforce('members')
    const until = Date.now() + 60_000
    const exemption = { reason: 'Nightly import', until: new Date(until).toISOString() }
    const one = `${path}/enforcement/exemptions/${member}`
    expect(await stage.api('PUT', one, exemption)).toMatchObject({
      exemptions: [{ user_id: member, ...exemption }],
    })
    const browser = openBrowser(stage.app)
    expect(await tryPassword(MEMBER, browser)).toBe('/session')
    const { data } = await stage.api('GET', `${path}/users/${member}/sessions`)
    expect(data).toMatchObject([{ expires_at: exemption.until }])
    await stage.api('DELETE', one)
    expect((await browser.get('/session')).status).toBe(401)
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
    await stage.api('PUT', one, { reason: 'x' })
    await inGate((sql) => sql.exec('UPDATE enforcement_exemptions SET until = 1'))
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
    const { data: entries } = await stage.api('GET', `${path}/audit?target=${member}`)
    expect((entries as { action: string }[]).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['enforcement.user_exempted', 'enforcement.exemption_ended']),
    )
  })

  it('has at most 20 exemptions, and none that is over', async () => {
    await inGate((sql) => {
      for (let n = 0; n < 20; n++)
        sql.exec(
          "INSERT INTO enforcement_exemptions VALUES (?, ?, 'x', NULL, 1)",
          stage.tenantId,
          `usr_${n}`,
        )
    })
    const one = `${path}/enforcement/exemptions/${member}`
    expect(await answerOf(stage.api('PUT', one, { reason: 'x' }))).toContain(
      'exemption_limit_reached',
    )
    await inGate((sql) => sql.exec('DELETE FROM enforcement_exemptions'))
    const past = { reason: 'x', until: '2020-01-01T00:00:00.000Z' }
    expect(await answerOf(stage.api('PUT', one, past))).toContain('exemption_end_past')
  })
})

describe('while everyone is enforced', () => {
  beforeEach(async () => {
    await prepare()
    await enforce('everyone')
  })

  it('every password is refused, with a right second factor too', async () => {
    expect([await tryPassword(MEMBER), await tryPassword(ADMIN)]).toEqual([
      'login_sso_required',
      'login_sso_required',
    ])
    const browser = await withFactor()
    const answer = await submit(browser, '/login/second-factor', { code: await appCode() })
    expect(await refusalOn(answer)).toBe('login_sso_required')
    expect((await browser.get('/session')).status).toBe(401)
    expect((await (await logIn()).get('/session')).status).toBe(200)
  })

  const giveCode = (browser: TestBrowser, code = '') => submit(browser, '/login/recovery', { code })

  it('an administrator with the right password signs in with a code of the tenant, once (I3)', async () => {
    const browsers = [openBrowser(stage.app), openBrowser(stage.app), openBrowser(stage.app)]
    for (const browser of browsers) await tryPassword(ADMIN, browser)
    const answers = await Promise.all(browsers.map((browser) => giveCode(browser, codes[1])))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403])
    const [inside] = browsers.filter((_, n) => answers[n]?.status === 303)
    const { user } = (await (await inside?.get('/session'))?.json<{ user: object }>()) ?? {}
    expect(user).toMatchObject({ email: ADMIN })
    const { data } = await stage.api('GET', `${path}/users/${admin}/sessions`)
    expect((data as { methods: string[] }[])[0]?.methods).toEqual(['pwd', 'rcv'])
    const late = openBrowser(stage.app)
    await tryPassword(ADMIN, late)
    expect(await refusalOn(await giveCode(late, codes[1]))).toBe('login_recovery_code_refused')
    await settle(stage)
    const { data: told } = await stage.api('GET', `${path}/events?type=recovery_code.used`)
    expect(told).toMatchObject([{ data: { of: 'tenant', user_id: admin } }])
  })

  it('a code of the tenant is taken after the second factor, not in its place', async () => {
    const browser = await withFactor()
    expect((await giveCode(browser, codes[2])).status).toBe(410)
    await inGate((sql) => sql.exec('DELETE FROM second_factors'))
    const proven = await withFactor()
    await submit(proven, '/login/second-factor', { code: await appCode() })
    expect((await giveCode(proven, codes[2])).status).toBe(303)
    const { data } = await stage.api('GET', `${path}/users/${admin}/sessions`)
    expect((data as { methods: string[] }[])[0]?.methods).toEqual(['pwd', 'otp', 'rcv'])
  })

  it('a code of the tenant is nothing to a member, in another browser, or from another site', async () => {
    const browser = openBrowser(stage.app)
    await tryPassword(MEMBER, browser)
    expect((await giveCode(browser, codes[3])).status).toBe(410)
    await tryPassword(ADMIN, browser)
    const foreign = await browser.post(
      '/login/recovery',
      { code: codes[3] ?? '' },
      { origin: 'https://evil.example' },
    )
    expect(foreign.status).toBe(403)
    expect((await giveCode(openBrowser(stage.app), codes[3])).status).toBe(410)
    await enforce('off')
    expect((await giveCode(browser, codes[3])).status).toBe(410)
    await enforce('everyone')
    for (let tries = 0; tries < 3; tries++) await giveCode(browser, 'AAAA-AAAA-AAAA-AAAA')
    expect(await stage.api('GET', `${path}/enforcement`)).toMatchObject({
      recovery_codes: { left: 8 },
    })
  })

  it('the operator breaks the glass: administrators come in until it ends by itself', async () => {
    const broken = { minutes: 5, reason: 'The IdP is down' }
    await recover('break_glass', broken)
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
    const browser = openBrowser(stage.app)
    expect(await tryPassword(ADMIN, browser)).toBe('/session')
    const { data } = await stage.api('GET', `${path}/users/${admin}/sessions`)
    const [{ expires_at }] = data as [{ expires_at: string }]
    expect(Date.parse(expires_at)).toBeLessThanOrEqual(Date.now() + 5 * 60_000)
    await addFactor(admin)
    expect(await tryPassword(ADMIN)).toBe('/login/second-factor')
    await inGate((sql) => sql.exec('DELETE FROM second_factors'))
    await inGate((sql) => sql.exec('UPDATE break_glass SET until = ?', Date.now() - 1))
    expect(await tryPassword(ADMIN)).toBe('login_sso_required')
    expect(await eventTypes()).toContain('break_glass.opened')
  })

  it('the operator ends it early, and the sessions that it allowed', async () => {
    await recover('break_glass', { minutes: 5, reason: 'x' })
    const browser = openBrowser(stage.app)
    await tryPassword(ADMIN, browser)
    expect((await browser.get('/session')).status).toBe(200)
    await recover('end_break_glass')
    expect((await browser.get('/session')).status).toBe(401)
    expect(await tryPassword(ADMIN)).toBe('login_sso_required')
  })

  it('every administrator is told of broken glass, when it begins and when it ends, and nobody else', async () => {
    await stage.api('PATCH', `${path}/users/${member}`, { given_roles: ['admin'] })
    await recover('break_glass', { minutes: 5, reason: 'x' })
    await recover('end_break_glass')
    const people = [admin, member].toSorted()
    const expected = ['opened', 'ended'].flatMap((what) =>
      people.map((id) => `break_glass_${what} ${id}`),
    )
    expect(await told('break_glass%')).toEqual(expected)
    await stage.api('PATCH', `${path}/users/${member}`, { given_roles: [] })
  })

  it('the operator shortens it: whoever came in before is out, and ends it for all whom it let in', async () => {
    await recover('break_glass', { minutes: 60, reason: 'x' })
    const before = openBrowser(stage.app)
    await tryPassword(ADMIN, before)
    await recover('break_glass', { minutes: 90, reason: 'longer' })
    expect((await before.get('/session')).status).toBe(200)
    await recover('break_glass', { minutes: 5, reason: 'shorter' })
    expect((await before.get('/session')).status).toBe(401)
    const after = openBrowser(stage.app)
    await tryPassword(ADMIN, after)
    await recover('break_glass', { minutes: 90, reason: 'longer again' })
    await recover('end_break_glass')
    expect((await after.get('/session')).status).toBe(401)
  })

  it('an exemption is one of SSO, and of no second factor that the tenant wants', async () => {
    await stage.api('PUT', `${path}/enforcement/exemptions/${member}`, { reason: 'x' })
    const policy = { second_factor: 'everyone', enrolment_at_login: false }
    await stage.api('PUT', `${path}/sign-in-policy`, policy)
    expect(await tryPassword(MEMBER)).toBe('login_second_factor_required')
    const lax = { second_factor: 'optional', enrolment_at_login: true }
    await stage.api('PUT', `${path}/sign-in-policy`, lax)
    expect(await tryPassword(MEMBER)).toBe('/session')
    await stage.api('DELETE', `${path}/enforcement/exemptions/${member}`)
  })

  it('no key of the tenant consents or breaks the glass, and nobody where nothing is enforced', async () => {
    const bound = await mint({ tenant_id: stage.tenantId, scopes: ['recover'] })
    const common = await mint({})
    const body = { minutes: 5, reason: 'x' }
    for (const [verb, sent] of [
      ['consent', { reason: 'x' }],
      ['break_glass', body],
      ['end_break_glass', undefined],
    ] as const) {
      const url = `${path}/enforcement:${verb}`
      const asked = callApi({ app: stage.app, key: bound }, 'POST', url, sent)
      expect(await answerOf(asked), verb).toContain('api_key_bound')
      const unasked = callApi({ app: stage.app, key: common }, 'POST', url, sent)
      expect(await answerOf(unasked), verb).toContain('api_scope_missing')
    }
    await enforce('off')
    expect(await answerOf(recover('break_glass', body))).toContain('enforcement_is_off')
  })

  it.each([
    ['disable', 'POST', ':disable'],
    ['delete', 'DELETE', ''],
  ])('nobody can %s the last connector, except with enforcement', async (verb, method, suffix) => {
    const one = `${path}/connectors/${stage.connectorId}${suffix}`
    const named = verb === 'delete' ? `${one}?confirm=SAML` : one
    expect(await answerOf(stage.api(method, named))).toContain('enforcement_needs_connector')
    expect(await stage.api('GET', `${path}/enforcement`)).toMatchObject({ mode: 'everyone' })
    if (verb === 'delete') return
    await stage.api(method, `${one}?enforcement=turn_off`)
    await stage.api('POST', `${path}/connectors/${stage.connectorId}:enable`)
    expect(await stage.api('GET', `${path}/enforcement`)).toMatchObject({ mode: 'off' })
    expect(await tryPassword(MEMBER)).toBe('/session')
    const { data } = await stage.api('GET', `${path}/audit?action=enforcement.turned_off`)
    expect(data).toMatchObject([{ before: { mode: 'everyone' }, after: { mode: 'off' } }])
    expect(await eventTypes()).toContain('enforcement.ended')
  })

  it('the last administrator who came in through SSO stays one', async () => {
    await stage.api('PATCH', `${path}/users/${member}`, { given_roles: ['admin'] })
    const one = `${path}/users/${admin}`
    for (const asked of [
      () => stage.api('PATCH', one, { given_roles: [] }),
      () => stage.api('POST', `${one}:deactivate`),
      () => stage.api('DELETE', one),
    ])
      expect(await answerOf(asked())).toContain('enforcement_needs_connector')
    await stage.api('PATCH', `${one}?enforcement=turn_off`, { given_roles: [] })
    expect(await stage.api('GET', `${path}/enforcement`)).toMatchObject({ mode: 'off' })
    await stage.api('PATCH', one, { given_roles: ['admin'] })
    await stage.api('PATCH', `${path}/users/${member}`, { given_roles: [] })
  })
})

describe('a start at a date', () => {
  const startAt = (from: number) => ({ starts_at: new Date(Date.now() + from).toISOString() })
  const pass = (time: number) =>
    inGate((sql) =>
      sql.exec(
        `UPDATE sign_in_policies SET policy = json_set(policy,
           '$.enforcement.planned.startsAt', json_extract(policy, '$.enforcement.planned.startsAt') - ?1,
           '$.enforcement.planned.heardAt', json_extract(policy, '$.enforcement.planned.heardAt') - ?1)`,
        time,
      ),
    )
  const count = async (type: string) => {
    await settle(stage)
    const { data } = await stage.api('GET', `${path}/events?type=${type}&limit=100`)
    return (data as object[]).length
  }

  it('is told at once, a week and a day before, and comes by itself', async () => {
    await prepare()
    const announced = await count('enforcement.announced')
    const started = await count('enforcement.started')
    expect(await enforce('everyone', startAt(10 * DAY))).toMatchObject({
      mode: 'off',
      planned: { mode: 'everyone' },
    })
    expect(await count('enforcement.announced')).toBe(announced + 1)
    // Administrators, and whoever will have to do without a password.
    const mails = [admin, member].map((id) => `enforcement_announced ${id}`)
    expect(await told('enforcement_announced')).toEqual(mails)
    await pass(3.5 * DAY)
    await settle(stage)
    expect(await count('enforcement.announced')).toBe(announced + 2)
    await pass(6 * DAY)
    await settle(stage)
    expect(await count('enforcement.announced')).toBe(announced + 3)
    expect(await tryPassword(MEMBER)).toBe('/session')
    await pass(DAY)
    await settle(stage)
    expect(await stage.api('GET', `${path}/enforcement`)).toMatchObject({
      mode: 'everyone',
      planned: null,
    })
    expect(await count('enforcement.started')).toBe(started + 1)
    expect(await told('enforcement_started')).toEqual([`enforcement_started ${admin}`])
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
  })

  it('does not come when what it takes is no longer so, and says why', async () => {
    await prepare()
    await enforce('members', startAt(DAY))
    await inGate((sql) => sql.exec('DELETE FROM admin_logins'))
    await pass(2 * DAY)
    await settle(stage)
    expect(await stage.api('GET', `${path}/enforcement`)).toMatchObject({
      mode: 'off',
      planned: null,
    })
    await settle(stage)
    const { data } = await stage.api('GET', `${path}/events?type=enforcement.not_started`)
    expect(data).toMatchObject([
      { data: { mode: 'members', blockers: ['enforcement_admin_login_missing'] } },
    ])
    expect(await tryPassword(MEMBER)).toBe('/session')
  })

  it('can be called off', async () => {
    await prepare()
    await enforce('members', startAt(DAY))
    expect(await enforce('off')).toMatchObject({ mode: 'off', planned: null })
  })
})

describe('a child tenant', () => {
  it('follows its root until it chooses, and must have a way in where it has passwords', async () => {
    await prepare()
    const child = await stage.api('POST', '/tenants', { name: 'Child', parent_id: stage.tenantId })
    const own = `/tenants/${child.id}/enforcement`
    await enforce('members')
    expect(await stage.api('GET', own)).toMatchObject({
      mode: 'members',
      inherited_from: stage.tenantId,
    })
    // What the root has proven proves nothing for a child that goes by itself.
    expect(await answerOf(stage.api('PUT', own, { mode: 'members' }))).toContain(
      'enforcement_admin_login_missing',
    )
    await enforce('off')
    await inGate((sql) =>
      sql.exec("INSERT INTO passwords VALUES (?, 'usr_c', 's', '{}', 'k', 1)", String(child.id)),
    )
    const refused = await answerOf(enforce('members'))
    expect(refused).toContain('"code":"enforcement_admin_login_missing"')
    // Which tenant of those below lacks it.
    expect(refused).toContain(`(${child.id})`)
    expect(await stage.api('PUT', own, { mode: 'off' })).toMatchObject({ inherited_from: null })
    expect(await enforce('members')).toMatchObject({ mode: 'members' })
    expect(await stage.api('GET', own)).toMatchObject({ mode: 'off' })
  })
})

describe('whoever does not know the password', () => {
  it('learns neither who has an account, nor who administers, nor what is enforced', async () => {
    await prepare()
    await addFactor(admin)
    // A domain is looked up once.
    await submit(openBrowser(stage.app), '/login', { email: 'first@example.org' })
    const seen: unknown[] = []
    let network = 0
    for (const mode of ['off', 'members', 'everyone']) {
      await enforce(mode)
      for (const email of [ADMIN, MEMBER, 'nobody@example.org']) {
        const answers: unknown[] = []
        for (const [url, fields] of [
          ['/login', { email }],
          ['/login/password', { email, password: 'surely not the right one' }],
        ] as const) {
          stage.bindings.reset()
          const ip = { 'CF-Connecting-IP': `203.0.113.${++network}` }
          const answer = await submit(openBrowser(stage.app), url, fields, ip)
          const { 'x-request-id': _id, ...headers } = Object.fromEntries(answer.headers)
          const calls = { ...stage.bindings.calls }
          answers.push({ status: answer.status, headers, text: await answer.text(), calls })
        }
        seen.push(answers)
      }
    }
    for (const answers of seen) expect(answers).toEqual(seen[0])
  })
})
