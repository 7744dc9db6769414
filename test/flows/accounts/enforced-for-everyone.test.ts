import { beforeEach, describe, expect, it } from 'vitest'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { settle, submit } from '../../support/password-stage.ts'
import { callApi } from '../../support/stage.ts'
import { ADMIN, answerOf, appCode, enforcementScene } from './enforcement-scene.ts'

const scene = enforcementScene()
const { mint, MEMBER, inGate, logIn, enforce, prepare, addFactor, tryPassword, told } = scene

/** The administrator has a second factor, and has given the password. */
async function withFactor(): Promise<TestBrowser> {
  await addFactor(scene.admin)
  const browser = openBrowser(scene.stage.app)
  expect(await tryPassword(ADMIN, browser)).toBe('/login/second-factor')
  return browser
}

const eventTypes = async (): Promise<readonly string[]> => {
  await settle(scene.stage)
  const { data } = await scene.stage.api('GET', `${scene.path}/events?limit=100`)
  return (data as { type: string }[]).map(({ type }) => type)
}

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
    const browsers = [
      openBrowser(scene.stage.app),
      openBrowser(scene.stage.app),
      openBrowser(scene.stage.app),
    ]
    for (const browser of browsers) await tryPassword(ADMIN, browser)
    const answers = await Promise.all(browsers.map((browser) => giveCode(browser, scene.codes[1])))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403])
    const [inside] = browsers.filter((_, n) => answers[n]?.status === 303)
    const { user } = (await (await inside?.get('/session'))?.json<{ user: object }>()) ?? {}
    expect(user).toMatchObject({ email: ADMIN })
    const { data } = await scene.stage.api('GET', `${scene.path}/users/${scene.admin}/sessions`)
    expect((data as { methods: string[] }[])[0]?.methods).toEqual(['pwd', 'rcv'])
    const late = openBrowser(scene.stage.app)
    await tryPassword(ADMIN, late)
    expect(await refusalOn(await giveCode(late, scene.codes[1]))).toBe(
      'login_recovery_code_refused',
    )
    await settle(scene.stage)
    const { data: told } = await scene.stage.api(
      'GET',
      `${scene.path}/events?type=recovery_code.used`,
    )
    expect(told).toMatchObject([{ data: { of: 'tenant', user_id: scene.admin } }])
  })

  it('a code of the tenant is taken after the second factor, not in its place', async () => {
    const browser = await withFactor()
    expect((await giveCode(browser, scene.codes[2])).status).toBe(410)
    await inGate((sql) => sql.exec('DELETE FROM second_factors'))
    const proven = await withFactor()
    await submit(proven, '/login/second-factor', { code: await appCode() })
    expect((await giveCode(proven, scene.codes[2])).status).toBe(303)
    const { data } = await scene.stage.api('GET', `${scene.path}/users/${scene.admin}/sessions`)
    expect((data as { methods: string[] }[])[0]?.methods).toEqual(['pwd', 'otp', 'rcv'])
  })

  it('a code of the tenant is nothing to a member, in another browser, or from another site', async () => {
    const browser = openBrowser(scene.stage.app)
    await tryPassword(MEMBER, browser)
    expect((await giveCode(browser, scene.codes[3])).status).toBe(410)
    await tryPassword(ADMIN, browser)
    const foreign = await browser.post(
      '/login/recovery',
      { code: scene.codes[3] ?? '' },
      { origin: 'https://evil.example' },
    )
    expect(foreign.status).toBe(403)
    expect((await giveCode(openBrowser(scene.stage.app), scene.codes[3])).status).toBe(410)
    await enforce('off')
    expect((await giveCode(browser, scene.codes[3])).status).toBe(410)
    await enforce('everyone')
    for (let tries = 0; tries < 3; tries++) await giveCode(browser, 'AAAA-AAAA-AAAA-AAAA')
    expect(await scene.stage.api('GET', `${scene.path}/enforcement`)).toMatchObject({
      recovery_codes: { left: 8 },
    })
  })

  it('the operator breaks the glass: administrators come in until it ends by itself', async () => {
    const broken = { minutes: 5, reason: 'The IdP is down' }
    await scene.recover('break_glass', broken)
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
    const browser = openBrowser(scene.stage.app)
    expect(await tryPassword(ADMIN, browser)).toBe('/session')
    const { data } = await scene.stage.api('GET', `${scene.path}/users/${scene.admin}/sessions`)
    const [{ expires_at }] = data as [{ expires_at: string }]
    expect(Date.parse(expires_at)).toBeLessThanOrEqual(Date.now() + 5 * 60_000)
    await addFactor(scene.admin)
    expect(await tryPassword(ADMIN)).toBe('/login/second-factor')
    await inGate((sql) => sql.exec('DELETE FROM second_factors'))
    await inGate((sql) => sql.exec('UPDATE break_glass SET until = ?', Date.now() - 1))
    expect(await tryPassword(ADMIN)).toBe('login_sso_required')
    expect(await eventTypes()).toContain('break_glass.opened')
  })

  it('the operator ends it early, and the sessions that it allowed', async () => {
    await scene.recover('break_glass', { minutes: 5, reason: 'x' })
    const browser = openBrowser(scene.stage.app)
    await tryPassword(ADMIN, browser)
    expect((await browser.get('/session')).status).toBe(200)
    await scene.recover('end_break_glass')
    expect((await browser.get('/session')).status).toBe(401)
    expect(await tryPassword(ADMIN)).toBe('login_sso_required')
  })

  it('every administrator is told of broken glass, when it begins and when it ends, and nobody else', async () => {
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.member}`, {
      given_roles: ['admin'],
    })
    await scene.recover('break_glass', { minutes: 5, reason: 'x' })
    await scene.recover('end_break_glass')
    const people = [scene.admin, scene.member].toSorted()
    const expected = ['opened', 'ended'].flatMap((what) =>
      people.map((id) => `break_glass_${what} ${id}`),
    )
    expect(await told('break_glass%')).toEqual(expected)
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.member}`, { given_roles: [] })
  })

  it('the operator shortens it: whoever came in before is out, and ends it for all whom it let in', async () => {
    await scene.recover('break_glass', { minutes: 60, reason: 'x' })
    const before = openBrowser(scene.stage.app)
    await tryPassword(ADMIN, before)
    await scene.recover('break_glass', { minutes: 90, reason: 'longer' })
    expect((await before.get('/session')).status).toBe(200)
    await scene.recover('break_glass', { minutes: 5, reason: 'shorter' })
    expect((await before.get('/session')).status).toBe(401)
    const after = openBrowser(scene.stage.app)
    await tryPassword(ADMIN, after)
    await scene.recover('break_glass', { minutes: 90, reason: 'longer again' })
    await scene.recover('end_break_glass')
    expect((await after.get('/session')).status).toBe(401)
  })

  it('an exemption is one of SSO, and of no second factor that the tenant wants', async () => {
    await scene.stage.api('PUT', `${scene.path}/enforcement/exemptions/${scene.member}`, {
      reason: 'x',
    })
    const policy = { second_factor: 'everyone', enrolment_at_login: false }
    await scene.stage.api('PUT', `${scene.path}/sign-in-policy`, policy)
    expect(await tryPassword(MEMBER)).toBe('login_second_factor_required')
    const lax = { second_factor: 'optional', enrolment_at_login: true }
    await scene.stage.api('PUT', `${scene.path}/sign-in-policy`, lax)
    expect(await tryPassword(MEMBER)).toBe('/session')
    await scene.stage.api('DELETE', `${scene.path}/enforcement/exemptions/${scene.member}`)
  })

  it('no key of the tenant consents or breaks the glass, and nobody where nothing is enforced', async () => {
    const bound = await mint({ tenant_id: scene.stage.tenantId, scopes: ['recover'] })
    const common = await mint({})
    const body = { minutes: 5, reason: 'x' }
    for (const [verb, sent] of [
      ['consent', { reason: 'x' }],
      ['break_glass', body],
      ['end_break_glass', undefined],
    ] as const) {
      const url = `${scene.path}/enforcement:${verb}`
      const asked = callApi({ app: scene.stage.app, key: bound }, 'POST', url, sent)
      expect(await answerOf(asked), verb).toContain('api_key_bound')
      const unasked = callApi({ app: scene.stage.app, key: common }, 'POST', url, sent)
      expect(await answerOf(unasked), verb).toContain('api_scope_missing')
    }
    await enforce('off')
    expect(await answerOf(scene.recover('break_glass', body))).toContain('enforcement_is_off')
  })

  it.each([
    ['disable', 'POST', ':disable'],
    ['delete', 'DELETE', ''],
  ])('nobody can %s the last connector, except with enforcement', async (verb, method, suffix) => {
    const one = `${scene.path}/connectors/${scene.stage.connectorId}${suffix}`
    const named = verb === 'delete' ? `${one}?confirm=SAML` : one
    expect(await answerOf(scene.stage.api(method, named))).toContain('enforcement_needs_connector')
    expect(await scene.stage.api('GET', `${scene.path}/enforcement`)).toMatchObject({
      mode: 'everyone',
    })
    if (verb === 'delete') return
    await scene.stage.api(method, `${one}?enforcement=turn_off`)
    await scene.stage.api('POST', `${scene.path}/connectors/${scene.stage.connectorId}:enable`)
    expect(await scene.stage.api('GET', `${scene.path}/enforcement`)).toMatchObject({ mode: 'off' })
    expect(await tryPassword(MEMBER)).toBe('/session')
    const { data } = await scene.stage.api(
      'GET',
      `${scene.path}/audit?action=enforcement.turned_off`,
    )
    expect(data).toMatchObject([{ before: { mode: 'everyone' }, after: { mode: 'off' } }])
    expect(await eventTypes()).toContain('enforcement.ended')
  })

  it('the last administrator who came in through SSO stays one', async () => {
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.member}`, {
      given_roles: ['admin'],
    })
    const one = `${scene.path}/users/${scene.admin}`
    for (const asked of [
      () => scene.stage.api('PATCH', one, { given_roles: [] }),
      () => scene.stage.api('POST', `${one}:deactivate`),
      () => scene.stage.api('DELETE', one),
    ])
      expect(await answerOf(asked())).toContain('enforcement_needs_connector')
    await scene.stage.api('PATCH', `${one}?enforcement=turn_off`, { given_roles: [] })
    expect(await scene.stage.api('GET', `${scene.path}/enforcement`)).toMatchObject({ mode: 'off' })
    await scene.stage.api('PATCH', one, { given_roles: ['admin'] })
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.member}`, { given_roles: [] })
  })
})
