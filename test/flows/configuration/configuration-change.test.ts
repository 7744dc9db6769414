import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { beginTest, openBrowser, openResult, refusalOn } from '../../support/browser.ts'
import {
  answerAt,
  answerTo,
  begin,
  deliver,
  setStage,
  testAndActivate,
} from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

const X509 = 'urn:oasis:names:tc:SAML:2.0:ac:classes:X509'

const connectorPath = (stage: { tenantId: string; connectorId: string }) =>
  `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`

describe('an activation (I2)', () => {
  it('governs a login at a location that still holds the old configuration, at two calls to the gate', async () => {
    const stage = await setStage()
    const away = stage.elsewhere()
    const browser = openBrowser(away)
    // This location reads the old configuration and begins under it.
    const departure = await begin(stage, browser)
    const custom = { cost_center: { type: 'number', from: ['cc'] } }
    const mapping = { first_name: ['vorname'], custom }
    await stage.api('PATCH', connectorPath(stage), { mapping })
    await testAndActivate(stage)

    stage.bindings.reset()
    const attributes = { email: ['alice@example.org'], vorname: ['Alice'], cc: ['4711'] }
    const landing = await answerAt(stage, browser, departure, { attributes })
    expect(landing.status).toBe(303)
    expect(stage.bindings.calls).toMatchObject({ gate: 2, d1: 0 })
    const session = await browser.get('/session', { accept: 'application/json' })
    expect(await session.json()).toMatchObject({
      user: { first_name: 'Alice', custom: { cost_center: 4711 } },
    })
  })

  it('sends a person who was at the old IdP to the new one, once, and keeps where they wanted to go', async () => {
    const stage = await setStage()
    const browser = openBrowser(stage.elsewhere())
    const departure = await begin(stage, browser)
    const OTHER = 'https://other-idp.example/metadata'
    await stage.api('PATCH', `/tenants/${stage.tenantId}/external-idps/${stage.idpId}`, {
      issuer: OTHER,
      sso_url: 'https://other-idp.example/sso',
      certificate_pem: TEST_KEYS.other.certificate,
    })
    const answer = { idpEntityID: OTHER, key: TEST_KEYS.other }
    await testAndActivate(stage, answer)

    const again = await answerAt(stage, browser, departure)
    expect(again.status).toBe(303)
    expect(again.headers.get('location')).toMatch(/^https:\/\/other-idp\.example\/sso\?/)
    // The old IdP's key is worth nothing now, and a second round does not begin.
    const refused = await answerAt(stage, browser, again)
    expect(refused.status).toBe(400)
    expect(await refusalOn(refused)).toMatch(/^(saml_issuer|dsig_)/)
  })

  it('starts a login again that was begun before it, also where only the new version is known', async () => {
    const stage = await setStage()
    const before = openBrowser(stage.elsewhere())
    const departure = await begin(stage, before)
    await stage.api('PATCH', connectorPath(stage), { authn_context_class_ref: X509 })
    await testAndActivate(stage, { authnContextClassRef: X509 })

    const after = openBrowser(stage.elsewhere())
    for (const [name, value] of before.cookies) after.cookies.set(name, value)
    const again = await answerAt(stage, after, departure)
    expect(again.headers.get('location')).toMatch(/^https:\/\/idp\.example\/sso\?/)
    expect(after.cookies.has('__Host-session')).toBe(false)
    await answerAt(stage, after, again, { authnContextClassRef: X509 })
    expect(after.cookies.has('__Host-session')).toBe(true)
  })
})

describe('a change that acts at once', () => {
  it('a disabled connector admits nobody, anywhere, and lets them in again', async () => {
    const stage = await setStage()
    const browser = openBrowser(stage.elsewhere())
    const departure = await begin(stage, browser)
    await stage.api('POST', `${connectorPath(stage)}:disable`)
    const refused = await answerAt(stage, browser, departure)
    expect(await refusalOn(refused)).toBe('login_connector_disabled')
    await stage.api('POST', `${connectorPath(stage)}:enable`)
    expect((await answerAt(stage, browser, departure)).status).toBe(303)
  })

  it('a deleted SSO key refuses at the ACS', async () => {
    const stage = await setStage()
    const browser = openBrowser(stage.elsewhere())
    const departure = await begin(stage, browser)
    await stage.api('DELETE', `${connectorPath(stage)}?confirm=SAML`)
    await stage.api('DELETE', `/tenants/${stage.tenantId}/sso-keys/${stage.ssoKey.id}?confirm=main`)
    const refused = await answerAt(stage, browser, departure)
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })

  it('a deleted tenant ends its sessions', async () => {
    const stage = await setStage()
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    await stage.api('DELETE', `/tenants/${stage.tenantId}?confirm=Example`)
    expect((await browser.get('/session', { accept: 'application/json' })).status).toBe(401)
  })
})

describe('a test of a version (I6)', () => {
  const startTest = async (stage: Awaited<ReturnType<typeof setStage>>) => {
    const test = await stage.api('POST', `${connectorPath(stage)}:test`, {})
    return { url: String(test.test_url), version: String(test.version) }
  }

  it('begins once, by a POST of our own page', async () => {
    const stage = await setStage()
    const { url } = await startTest(stage)
    const { pathname, searchParams } = new URL(url)
    const fields = { t: searchParams.get('t') ?? '' }
    const foreign = { origin: 'https://evil.example' }
    expect((await openBrowser(stage.app).post(url, fields, foreign)).status).toBe(403)
    // The form is not read, so this is the fixed address, which asks to sign in.
    expect((await openBrowser(stage.app).post(pathname, fields)).status).toBe(401)
    expect((await beginTest(openBrowser(stage.app), url)).status).toBe(303)
    for (const again of [
      await openBrowser(stage.app).get(url),
      await openBrowser(stage.app).post(pathname, fields, { origin: 'http://localhost:8787' }),
    ]) {
      expect(again.status).toBe(410)
      expect(await refusalOn(again)).toBe('login_test_unknown')
    }
  })

  it('is not used up by whoever only looks: GET, HEAD and prefetch (I13)', async () => {
    const stage = await setStage()
    const { url } = await startTest(stage)
    const rows = () =>
      runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) => [
        ...storage.sql.exec('SELECT * FROM tests'),
        ...storage.sql.exec('SELECT * FROM outbox'),
      ])
    const before = await rows()
    for (const method of ['GET', 'HEAD', 'GET'])
      for (const headers of [{}, { 'sec-purpose': 'prefetch' }]) {
        const answer = await stage.app.request(url, { method, headers })
        expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null])
      }
    await stage.app.request(url.replace(/t=.*/, 't=made-up-and-long-enough'))
    expect(await rows()).toEqual(before)
    expect((await beginTest(openBrowser(stage.app), url)).status).toBe(303)
  })

  it('shows its report again when the browser sends the same response again', async () => {
    const stage = await setStage()
    for (const options of [{}, { spEntityID: 'https://other.example' }]) {
      const { url } = await startTest(stage)
      const browser = openBrowser(stage.app)
      const response = await answerTo(stage, await beginTest(browser, url), options)
      const send = (SAMLResponse: string, from = browser) =>
        from.post(stage.ssoKey.acsUrl, { SAMLResponse })
      const first = await (await openResult(browser, await send(response))).text()
      expect(first).toContain(options.spEntityID ? 'The test did not pass' : 'The test passed')
      expect(await (await openResult(browser, await send(response))).text()).toBe(first)
      // Of another response nothing is judged any more, and another browser sees nothing.
      const other = await answerTo(stage, await begin(stage, browser))
      expect((await send(other)).status).toBe(303)
      const spaced = btoa(`${atob(response)} `)
      expect(await refusalOn(await send(spaced))).toBe('login_test_unknown')
      expect((await send(response, openBrowser(stage.app))).status).toBe(400)
    }
  })

  it('makes no session, whatever its outcome', async () => {
    const stage = await setStage()
    const { url } = await startTest(stage)
    const browser = openBrowser(stage.app)
    const begun = await beginTest(browser, url)
    const page = await openResult(browser, await answerAt(stage, browser, begun))
    expect(await page.text()).toContain('The test passed')
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })

  it('that failed leaves the version a draft, which cannot be activated', async () => {
    const stage = await setStage()
    await stage.api('PATCH', connectorPath(stage), { force_authn: true })
    const { url, version } = await startTest(stage)
    const browser = openBrowser(stage.app)
    const options = { spEntityID: 'https://other.example' }
    const begun = await beginTest(browser, url)
    const page = await openResult(browser, await answerAt(stage, browser, begun, options))
    const text = await page.text()
    expect(text).toContain('data-refusal="saml_audience_mismatch"')
    expect(text).toContain('https://other.example')
    await expect(
      stage.api('POST', `${connectorPath(stage)}:activate`, { version }),
    ).rejects.toThrow('version_not_tested')
  })

  it('shows nothing that an unverified message says but the message itself', async () => {
    const stage = await setStage()
    const { url } = await startTest(stage)
    const browser = openBrowser(stage.app)
    const begun = await beginTest(browser, url)
    const answer = await answerAt(stage, browser, begun, { sign: 'none' })
    const page = await openResult(browser, answer)
    const text = await page.text()
    expect(text).toContain('data-refusal="saml_signature_missing"')
    const [, beforeMessage = ''] =
      /^([\s\S]*?)<samlp:Response|^([\s\S]*?)&lt;samlp:Response/.exec(text) ?? []
    expect(beforeMessage).not.toContain('alice@example.org')
  })

  it('counts its response once, sent again and at once', async () => {
    const stage = await setStage()
    const { url } = await startTest(stage)
    const browser = openBrowser(stage.app)
    const response = await answerTo(stage, await beginTest(browser, url))
    const written = () =>
      runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
        JSON.stringify([
          ...storage.sql.exec('SELECT * FROM outbox'),
          ...storage.sql.exec('SELECT * FROM tested_versions'),
          ...storage.sql.exec('SELECT * FROM raw_responses'),
        ]),
      )
    const passes = (text: string) => text.match(/test\.passed/g)?.length ?? 0
    const before = passes(await written())
    const pages = [1, 2, 3].map(async () =>
      openResult(browser, await deliver(stage, browser, response)),
    )
    for (const page of await Promise.all(pages))
      expect(await page.text()).toContain('The test passed')
    const once = await written()
    expect(passes(once) - before).toBe(1)
    await deliver(stage, browser, response)
    expect(await written()).toBe(once)
  })

  it('fails on a mapping that a login would refuse', async () => {
    const stage = await setStage()
    await stage.api('PATCH', connectorPath(stage), {
      mapping: { email: ['work'] },
      name_id_format: 'persistent',
    })
    const { url } = await startTest(stage)
    const browser = openBrowser(stage.app)
    const answer = await answerAt(stage, browser, await beginTest(browser, url), {
      nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    })
    const page = await openResult(browser, answer)
    expect(await refusalOn(page)).toBe('login_profile_incomplete')
  })
})
