import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { beginTest, openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  choosePassword,
  linkFor,
  personWithPassword,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import type { ResponseOptions } from '../../support/signed-response.ts'
import {
  answerAt,
  begin,
  callApi,
  type Stage,
  setStage,
  testAndActivate,
} from '../../support/stage.ts'
import { totpCode } from '../../support/totp.ts'

const ADMIN = 'alice@example.org'
const OTHER = 'other@example.org'
const SECRET = encodeUtf8('a secret of 20 bytes')

let stage: Stage
let path: string
/** Came in through SSO, and has a password. */
let admin: string
/** Has a password, and is no administrator at first. */
let other: string
let connector: string
/** With a key that is bound to the tenant. */
let bound: Stage['api']
beforeAll(async () => {
  stage = await setStage()
  path = `/tenants/${stage.tenantId}`
  connector = `${path}/connectors/${stage.connectorId}`
  await logIn()
  admin = await inGate((sql) => String(sql.exec('SELECT user_id FROM users').one().user_id))
  await choosePassword(openBrowser(stage.app), await linkFor(stage, admin))
  other = await personWithPassword(stage, OTHER)
  await inGate((sql) => sql.exec('CREATE TABLE kept AS SELECT * FROM passwords').toArray())
  const key = await mint({ tenant_id: stage.tenantId })
  bound = (method, url, body) => callApi({ app: stage.app, key }, method, url, body)
})

beforeEach(async () => {
  await stage.api('PUT', `${path}/sign-in-policy`, LAX)
  await enforce('off')
  await inGate((sql) => {
    for (const table of ['break_glass', 'enforcement_exemptions', 'admin_logins', 'recovery_codes'])
      sql.exec(`DELETE FROM ${table}`)
    sql.exec('DELETE FROM second_factors')
    sql.exec('DELETE FROM password_attempts')
    sql.exec('INSERT OR REPLACE INTO passwords SELECT * FROM kept')
    sql.exec('UPDATE users SET has_password = 1')
  })
  await give(admin, ['admin'])
  await give(other, [])
})

const LAX = { second_factor: 'optional', enrolment_at_login: true }
const STRICT = { second_factor: 'admins', enrolment_at_login: false }

const WITHOUT_CONSENT = "UPDATE sign_in_policies SET policy = json_remove(policy, '$.consentUntil')"

const consent = async () => {
  const key = await mint({ scopes: ['recover'] })
  await callApi({ app: stage.app, key }, 'POST', `${path}/enforcement:consent`, { reason: 'x' })
}

const mint = async (members: object): Promise<string> => {
  const body = { name: 'one', ...members }
  return String(
    (await callApi({ app: stage.app, key: env.OPERATOR_KEY }, 'POST', '/api-keys', body)).secret,
  )
}

const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
    work(storage.sql),
  )

async function logIn(options: ResponseOptions = {}): Promise<TestBrowser> {
  const browser = openBrowser(stage.app)
  await answerAt(stage, browser, await begin(stage, browser), options)
  return browser
}

const give = (userId: string, roles: readonly string[]) =>
  stage.api('PATCH', `${path}/users/${userId}?confirm=last_admin`, { given_roles: roles })

const enforce = (mode: string) => stage.api('PUT', `${path}/enforcement`, { mode })
const modeOf = async () => (await stage.api('GET', `${path}/enforcement`)).mode

/** The code of a refusal; undefined where there is none. */
const codeOf = (asked: Promise<unknown>): Promise<string | undefined> =>
  asked.then(
    () => undefined,
    (fault: Error) => /"code":"(\w+)"/.exec(fault.message)?.[1] ?? fault.message,
  )

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

async function keepCodes(): Promise<void> {
  const { codes } = await stage.api('POST', `${path}/enforcement/recovery-codes`)
  const [code] = codes as string[]
  await stage.api('POST', `${path}/enforcement/recovery-codes:confirm`, { code })
}

const user = (id: string, verb: string, query = '') =>
  stage.api('POST', `${path}/users/${id}:${verb}${query}`)
const setPolicy = (policy: object, query = '', api = stage.api) =>
  api('PUT', `${path}/sign-in-policy${query}`, policy)

describe('while passwords are not switched off, administrators are not shut out', () => {
  const REFUSED = 'administrators_locked_out'

  it('by a policy that wants a second factor of them and lets nobody set one up', async () => {
    expect(await codeOf(setPolicy(STRICT))).toBe(REFUSED)
    expect(await codeOf(setPolicy(STRICT, '?validate_only=true'))).toBe(REFUSED)
    expect(await codeOf(setPolicy(STRICT, '?confirm=last_admin', bound))).toBe(REFUSED)
    expect(await codeOf(setPolicy({ ...STRICT, enrolment_at_login: true }))).toBeUndefined()
    expect(await codeOf(setPolicy(STRICT))).toBe(REFUSED)
    expect(await codeOf(setPolicy(STRICT, '?confirm=last_admin'))).toBeUndefined()
  })

  it('unless one of them has a second factor, or has proven that SSO works as it is', async () => {
    await addFactor(admin)
    expect(await codeOf(setPolicy(STRICT))).toBeUndefined()
    expect(await codeOf(user(admin, 'reset_second_factors'))).toBe(REFUSED)
    await keepCodes()
    expect(await codeOf(user(admin, 'reset_second_factors'))).toBeUndefined()
    await setPolicy(LAX)
    await inGate((sql) => sql.exec('DELETE FROM recovery_codes'))
    await logIn()
    expect(await codeOf(setPolicy(STRICT))).toBeUndefined()
  })

  it.each([
    ['demotion', () => stage.api('PATCH', `${path}/users/${admin}`, { given_roles: [] })],
    ['deactivation', () => user(admin, 'deactivate')],
    ['deletion', () => stage.api('DELETE', `${path}/users/${admin}`)],
    ['loss of the password', () => user(admin, 'remove_password')],
  ])('by the %s of the only one who gets in', async (_, ask) => {
    await give(other, ['admin'])
    await inGate((sql) => {
      sql.exec('UPDATE users SET has_password = NULL WHERE user_id = ?', other)
    })
    expect(await codeOf(ask())).toBe(REFUSED)
  })

  it('by the end of the only connector that they come in through, unless that is confirmed', async () => {
    await inGate((sql) => sql.exec('UPDATE users SET has_password = NULL'))
    expect(await codeOf(bound('DELETE', `${connector}?confirm=SAML`))).toBe(REFUSED)
    expect(await codeOf(bound('POST', `${connector}:disable`))).toBe(REFUSED)
    const confirmed = bound('POST', `${connector}:disable?confirm=last_admin`)
    expect(await codeOf(confirmed)).toBeUndefined()
    await stage.api('POST', `${connector}:enable`)
  })

  it('of a child tenant either, whose administrators come in through a connector of its root', async () => {
    const child = await stage.api('POST', '/tenants', { name: 'Child', parent_id: stage.tenantId })
    await inGate((sql) => {
      const [id, theirs] = [String(child.id), 'usr_child']
      sql.exec(
        `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         VALUES (?, ?, '{"roles":["admin"],"groups":[]}', 'active', 1, 1)`,
        ...[id, theirs],
      )
      sql.exec('INSERT INTO links VALUES (?, ?, ?)', id, theirs, stage.connectorId)
    })
    const refused = await stage.api('POST', `${connector}:disable`).catch((fault) => fault.message)
    expect(refused).toContain(`"code":"${REFUSED}"`)
    expect(refused).toContain(String(child.id))
    await stage.api('DELETE', `/tenants/${child.id}?confirm=Child`)
    expect(await codeOf(stage.api('POST', `${connector}:disable`))).toBeUndefined()
    await stage.api('POST', `${connector}:enable`)
  })

  it('for good: the operator breaks the glass, and they set a second factor up', async () => {
    await setPolicy(STRICT, '?confirm=last_admin')
    const enter = async () => {
      const answer = await signIn(stage, { email: ADMIN })
      return answer.headers.get('location') ?? (await refusalOn(answer))
    }
    expect(await enter()).toBe('login_second_factor_required')
    const key = await mint({ scopes: ['recover'] })
    const glass = { minutes: 5, reason: 'Nobody has a second factor' }
    await callApi({ app: stage.app, key }, 'POST', `${path}/enforcement:break_glass`, glass)
    expect(await enter()).toBe('/login/second-factor')
    await callApi({ app: stage.app, key }, 'POST', `${path}/enforcement:end_break_glass`)
    expect(await enter()).toBe('login_second_factor_required')
  })
})

describe('while members are enforced, administrators keep a way back', () => {
  const REFUSED = 'enforcement_needs_way_back'
  beforeEach(async () => {
    await logIn()
    await addFactor(admin)
    await enforce('members')
  })

  it.each(['remove_password', 'reset_second_factors'])('that no :%s takes', async (verb) => {
    expect(await codeOf(user(admin, verb))).toBe(REFUSED)
    await addFactor(other)
    expect(await codeOf(user(admin, verb))).toBe(REFUSED)
    await give(other, ['admin'])
    expect(await codeOf(user(admin, verb))).toBeUndefined()
  })

  it('that goes with enforcement, or when the operator says so', async () => {
    await user(admin, 'reset_second_factors', '?enforcement=turn_off')
    expect(await modeOf()).toBe('off')
    await addFactor(admin)
    await enforce('members')
    expect(await codeOf(user(admin, 'remove_password', '?confirm=last_admin'))).toBeUndefined()
    expect(await modeOf()).toBe('members')
  })

  it('by codes of the tenant with a password, too', async () => {
    await keepCodes()
    expect(await codeOf(user(admin, 'reset_second_factors'))).toBeUndefined()
    expect(await codeOf(user(admin, 'remove_password'))).toBe(REFUSED)
  })

  it('in a child tenant too, which ends its own part in enforcement and not that of its root (I5)', async () => {
    const child = await stage.api('POST', '/tenants', { name: 'Child', parent_id: stage.tenantId })
    const mine = `/tenants/${child.id}`
    await inGate((sql) => {
      const [id, theirs] = [String(child.id), 'usr_00000000000000000000000c']
      sql.exec(
        `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         VALUES (?, ?, '{"roles":["admin"],"groups":[]}', 'active', 1, 1)`,
        id,
        theirs,
      )
      sql.exec(
        `INSERT INTO admin_logins SELECT ?, ?, connector_id, at, idp_entity_id, source FROM admin_logins`,
        id,
        theirs,
      )
    })
    const remove = `${mine}/users/usr_00000000000000000000000c?confirm=last_admin`
    expect(await codeOf(stage.api('DELETE', remove))).toBe('enforcement_needs_connector')
    await stage.api('DELETE', `${remove}&enforcement=turn_off`)
    expect(await stage.api('GET', `${mine}/enforcement`)).toMatchObject({
      mode: 'off',
      inherited_from: null,
    })
    expect(await modeOf()).toBe('members')
    await stage.api('DELETE', `${mine}?confirm=Child`)
  })

  it('that nobody takes with their own last second factor', async () => {
    const browser = openBrowser(stage.app)
    await signIn(stage, { email: ADMIN }, browser)
    await submit(browser, '/login/second-factor', { code: await totpCode(SECRET, Date.now()) })
    const remove = () => submit(browser, '/account', { action: 'remove', factor: 'fac_1' })
    expect(await refusalOn(await remove())).toBe('login_last_way_in')
    await keepCodes()
    expect((await remove()).status).toBe(303)
  })

  it('while a login takes the role of who has another way than the others', async () => {
    const roles = { allow_admin: true }
    await stage.api('PATCH', connector, { roles })
    await testAndActivate(stage)
    await logIn({ attributes: { email: [ADMIN], roles: ['admin'] } })
    await give(admin, [])
    const browser = openBrowser(stage.app)
    await signIn(stage, { email: ADMIN }, browser)
    await submit(browser, '/login/second-factor', { code: await totpCode(SECRET, Date.now()) })
    const demote = async () => {
      await logIn({ attributes: { email: [ADMIN], roles: ['desk'] } })
      return (await stage.api('GET', `${path}/users/${admin}`)).roles
    }
    await inGate((sql) =>
      sql.exec('UPDATE users SET has_password = NULL WHERE user_id = ?', other).toArray(),
    )
    await give(other, ['admin'])
    expect(await demote()).toEqual(['desk', 'admin'])
    expect((await browser.get('/session')).status).toBe(200)
    await addFactor(other)
    await inGate((sql) => sql.exec('UPDATE users SET has_password = 1').toArray())
    expect(await demote()).toEqual(['desk'])
    // What enforcement leaves to administrators is no longer theirs.
    expect((await browser.get('/session')).status).toBe(401)
    await enforce('off')
    await stage.api('PATCH', connector, { roles: null })
    await testAndActivate(stage)
  })
})

describe('while everyone is enforced, administrators keep both ways', () => {
  beforeEach(async () => {
    await logIn()
    await keepCodes()
    await enforce('everyone')
  })

  it('codes are worth a password: the last one stays, unless the operator consents', async () => {
    expect(await codeOf(user(admin, 'remove_password'))).toBe('enforcement_needs_way_back')
    await consent()
    expect(await codeOf(user(admin, 'remove_password'))).toBeUndefined()
    await inGate((sql) => sql.exec(WITHOUT_CONSENT))
  })

  it('the operator’s consent is no way in that would be lost with enforcement', async () => {
    const child = await stage.api('POST', '/tenants', { name: 'x', parent_id: stage.tenantId })
    await consent()
    expect(await codeOf(enforce('off'))).toBeUndefined()
    await inGate((sql) => sql.exec(WITHOUT_CONSENT))
    await stage.api('DELETE', `/tenants/${child.id}?confirm=x`)
  })

  it('an exemption without an end is a way back, and one with a date is none', async () => {
    const exemption = `${path}/enforcement/exemptions/${admin}`
    const end = () => codeOf(stage.api('DELETE', exemption))
    await stage.api('PUT', exemption, { reason: 'x' })
    await inGate((sql) => sql.exec('DELETE FROM recovery_codes'))
    expect(await end()).toBe('enforcement_needs_way_back')
    const until = new Date(Date.now() + 60_000).toISOString()
    expect(await codeOf(stage.api('PUT', exemption, { reason: 'x', until }))).toBe(
      'enforcement_needs_way_back',
    )
    await inGate((sql) => sql.exec('UPDATE enforcement_exemptions SET until = ?', Date.now() + 1e6))
    expect(await end()).toBeUndefined()
  })

  it('a connector recognises them still, or is not activated', async () => {
    const answer = { attributes: { email: [ADMIN], roles: [], uid: ['u-1'] } }
    await stage.api('PATCH', connector, { identity_source: { kind: 'attribute', name: 'uid' } })
    expect(await codeOf(testAndActivate(stage, answer))).toBe('enforcement_needs_connector')
    await stage.api('PATCH', connector, { identity_source: { kind: 'name_id' } })
    expect(await codeOf(testAndActivate(stage, answer))).toBeUndefined()
    await stage.api('PATCH', connector, { provisioning: 'only_linked' })
    await testAndActivate(stage, answer)
    const link = `${path}/users/${admin}/links/${stage.connectorId}`
    expect(await codeOf(stage.api('DELETE', link))).toBe('enforcement_needs_connector')
    const linked = await inGate(
      (sql) => sql.exec('SELECT 1 FROM links WHERE user_id = ?', admin).toArray().length,
    )
    expect(linked).toBe(1)
    await stage.api('PATCH', connector, { identity_source: { kind: 'attribute', name: 'uid' } })
    const { test_url: url, version } = await stage.api('POST', `${connector}:test`, {})
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await beginTest(browser, String(url)), answer)
    await stage.api('POST', `${connector}:activate?enforcement=turn_off`, { version })
    expect(await modeOf()).toBe('off')
  })
})
