import { beforeEach, describe, expect, it } from 'vitest'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import { signIn, submit } from '../../support/password-stage.ts'
import { callApi } from '../../support/stage.ts'
import { ADMIN, answerOf, appCode, DAY, enforcementScene } from './enforcement-scene.ts'

const scene = enforcementScene()
const { mint, MEMBER, inGate, logIn, enforce, prepare, addFactor, tryPassword } = scene

describe('switching passwords off', () => {
  it('takes an open production connector', async () => {
    await prepare()
    await scene.stage.api('POST', `${scene.path}/connectors/${scene.stage.connectorId}:disable`)
    const refused = await answerOf(enforce('members'))
    await scene.stage.api('POST', `${scene.path}/connectors/${scene.stage.connectorId}:enable`)
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
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.admin}?confirm=last_admin`, {
      given_roles: [],
    })
    expect(await answerOf(enforce('members'))).toContain('enforcement_admin_login_missing')
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.admin}`, { given_roles: ['admin'] })
    await scene.stage.api(
      'POST',
      `${scene.path}/users/${scene.admin}:deactivate?confirm=last_admin`,
    )
    expect(await answerOf(enforce('members'))).toContain('enforcement_admin_login_missing')
    await scene.stage.api('POST', `${scene.path}/users/${scene.admin}:reactivate`)
    expect(await enforce('members')).toMatchObject({ mode: 'members' })
  })

  it('takes for everyone a way back: codes of which one was confirmed, or the operator’s consent', async () => {
    await prepare()
    await inGate((sql) => sql.exec('DELETE FROM recovery_codes'))
    const missing = '"code":"enforcement_way_back_missing","pointer":"/mode"'
    const again = (await scene.stage.api('POST', `${scene.path}/enforcement/recovery-codes`))
      .codes as string[]
    expect(await answerOf(enforce('everyone'))).toContain(missing)
    const wrong = { code: scene.codes[0] }
    expect(
      await answerOf(
        scene.stage.api('POST', `${scene.path}/enforcement/recovery-codes:confirm`, wrong),
      ),
    ).toContain('recovery_code_wrong')
    scene.codes = again
    await scene.recover('consent', { reason: 'known to us' })
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
        sql
          .exec('UPDATE users SET has_password = ? WHERE user_id = ?', value, scene.admin)
          .toArray(),
      )
    await hasPassword(0)
    expect(await answerOf(enforce('everyone'))).toContain('enforcement_way_back_missing')
    await hasPassword(1)
    await enforce('everyone')
    const links = async (email: string) => {
      await submit(openBrowser(scene.stage.app), '/login/forgot', { email })
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
        scene.stage.api('PUT', `${scene.path}/enforcement${query}`, { mode: 'everyone' }),
      )
      for (const code of missing) expect(refused).toContain(`"pointer":"/mode","code":"${code}"`)
    }
    const { blockers } = await scene.stage.api('GET', `${scene.path}/enforcement`)
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
    const asked = callApi({ app: scene.stage.app, key }, 'PUT', `${scene.path}/enforcement`, {
      mode: 'off',
    })
    expect(await answerOf(asked)).toContain('api_scope_missing')
  })

  it('gives way to who changed it first (If-Match)', async () => {
    await prepare()
    const tag = async () => {
      const key = await mint({})
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const url = `http://localhost:8787/api/v1${scene.path}/enforcement`
      const shown = await scene.stage.app.request(url, { headers })
      const put = (mode: string) =>
        scene.stage.app.request(url, {
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
    const wrong = await signIn(scene.stage, { email: MEMBER, password: 'something else entirely' })
    expect(await refusalOn(wrong)).toBe('login_password_refused')
    await inGate((sql) => sql.exec('DELETE FROM password_attempts'))
  })

  it('an administrator keeps password and second factor, and not the password alone', async () => {
    await enforce('members')
    expect(await tryPassword(ADMIN)).toBe('login_second_factor_required')
    await addFactor(scene.admin)
    expect(await tryPassword(ADMIN)).toBe('/login/second-factor')
  })

  it('who is an administrator no longer has no session by a password any more', async () => {
    await addFactor(scene.member)
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.member}`, {
      given_roles: ['admin'],
    })
    await enforce('members')
    const browser = openBrowser(scene.stage.app)
    await tryPassword(MEMBER, browser)
    await submit(browser, '/login/second-factor', { code: await appCode() })
    expect((await browser.get('/session')).status).toBe(200)
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.member}`, { first_name: 'Mem' })
    expect((await browser.get('/session')).status).toBe(200)
    await scene.stage.api('PATCH', `${scene.path}/users/${scene.member}`, { given_roles: [] })
    expect((await browser.get('/session')).status).toBe(401)
  })

  it('has ended the sessions that a password began, and no other', async () => {
    const [theirs, sso] = [openBrowser(scene.stage.app), await logIn()]
    await tryPassword(MEMBER, theirs)
    await enforce('members')
    expect((await theirs.get('/session')).status).toBe(401)
    expect((await sso.get('/session')).status).toBe(200)
  })

  it('has spent what stood between password and session', async () => {
    await addFactor(scene.member)
    expect(await tryPassword(MEMBER)).toBe('/login/second-factor')
    await enforce('members')
    const open = await inGate((sql) =>
      sql
        .exec('SELECT 1 FROM password_proofs WHERE user_id = ? AND spent_at IS NULL', scene.member)
        .toArray(),
    )
    expect(open).toEqual([])
  })

  it('who is exempt keeps the password until that ends, and the session ends with it', async () => {
    await enforce('members')
    const until = Date.now() + 60_000
    const exemption = { reason: 'Nightly import', until: new Date(until).toISOString() }
    const one = `${scene.path}/enforcement/exemptions/${scene.member}`
    expect(await scene.stage.api('PUT', one, exemption)).toMatchObject({
      exemptions: [{ user_id: scene.member, ...exemption }],
    })
    const browser = openBrowser(scene.stage.app)
    expect(await tryPassword(MEMBER, browser)).toBe('/session')
    const { data } = await scene.stage.api('GET', `${scene.path}/users/${scene.member}/sessions`)
    expect(data).toMatchObject([{ expires_at: exemption.until }])
    await scene.stage.api('DELETE', one)
    expect((await browser.get('/session')).status).toBe(401)
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
    await scene.stage.api('PUT', one, { reason: 'x' })
    await inGate((sql) => sql.exec('UPDATE enforcement_exemptions SET until = 1'))
    expect(await tryPassword(MEMBER)).toBe('login_sso_required')
    const { data: entries } = await scene.stage.api(
      'GET',
      `${scene.path}/audit?target=${scene.member}`,
    )
    expect((entries as { action: string }[]).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['enforcement.user_exempted', 'enforcement.exemption_ended']),
    )
  })

  it('has at most 20 exemptions, and none that is over', async () => {
    await inGate((sql) => {
      for (let n = 0; n < 20; n++)
        sql.exec(
          "INSERT INTO enforcement_exemptions VALUES (?, ?, 'x', NULL, 1)",
          scene.stage.tenantId,
          `usr_${n}`,
        )
    })
    const one = `${scene.path}/enforcement/exemptions/${scene.member}`
    expect(await answerOf(scene.stage.api('PUT', one, { reason: 'x' }))).toContain(
      'exemption_limit_reached',
    )
    await inGate((sql) => sql.exec('DELETE FROM enforcement_exemptions'))
    const past = { reason: 'x', until: '2020-01-01T00:00:00.000Z' }
    expect(await answerOf(scene.stage.api('PUT', one, past))).toContain('exemption_end_past')
  })
})

describe('whoever does not know the password', () => {
  it('learns neither who has an account, nor who administers, nor what is enforced', async () => {
    await prepare()
    await addFactor(scene.admin)
    // A domain is looked up once.
    await submit(openBrowser(scene.stage.app), '/login', { email: 'first@example.org' })
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
          scene.stage.bindings.reset()
          const ip = { 'CF-Connecting-IP': `203.0.113.${++network}` }
          const answer = await submit(openBrowser(scene.stage.app), url, fields, ip)
          const { 'x-request-id': _id, ...headers } = Object.fromEntries(answer.headers)
          const calls = { ...scene.stage.bindings.calls }
          answers.push({ status: answer.status, headers, text: await answer.text(), calls })
        }
        seen.push(answers)
      }
    }
    for (const answers of seen) expect(answers).toEqual(seen[0])
  })
})
