import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import {
  answerAt,
  answerTo,
  begin,
  deliver,
  requestIn,
  type Stage,
  setStage,
} from '../../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})

describe('a login', () => {
  it('goes from /auth over the IdP to a session that says who it is', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    expect(departure.status).toBe(303)
    expect(departure.headers.get('location')).toMatch(/^https:\/\/idp\.example\/sso\?SAMLRequest=/)
    const request = requestIn(departure)
    expect(request).toContain(`AssertionConsumerServiceURL="${stage.ssoKey.acsUrl}"`)

    const landing = await answerAt(stage, browser, departure)
    expect(landing.status).toBe(303)
    expect(landing.headers.get('location')).toBe('/session')

    const session = await browser.get('/session', { accept: 'application/json' })
    expect(session.status).toBe(200)
    expect(await session.json()).toMatchObject({
      user: { email: 'alice@example.org' },
      tenant: { id: stage.tenantId, name: 'Example' },
      roles: ['editor'],
      environment: 'production',
    })
  })

  it('sets its cookies as __Host-, the login None and the session Lax', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    expect(departure.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-login-[\w-]{8}=[\w.-]+; Path=\/; Max-Age=3600; Secure; HttpOnly; SameSite=None$/,
      ),
    ])
    const landing = await answerAt(stage, browser, departure)
    expect(landing.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-session=[\w-]+; Path=\/; Max-Age=43\d\d\d; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ])
  })

  it('asks for the password again with force_authn, and takes nothing less (R55)', async () => {
    const forced = async (query: string) => {
      const browser = openBrowser(stage.app)
      const departure = await begin(stage, browser, query)
      const anHourAgo = new Date(Date.now() - 3_600_000).toISOString()
      const answer = await answerAt(stage, browser, departure, {
        editAssertion: (xml) => xml.replace(/AuthnInstant="[^"]*"/, `AuthnInstant="${anHourAgo}"`),
      })
      return [requestIn(departure).includes('ForceAuthn="true"'), await refusalOn(answer)]
    }
    expect(await forced('?force_authn=true')).toEqual([true, 'saml_authn_not_repeated'])
    expect(await forced('')).toEqual([false, undefined])
  })

  it('recognises the person at the next login', async () => {
    const ids = []
    for (let n = 0; n < 2; n++) {
      const browser = openBrowser(stage.app)
      await answerAt(stage, browser, await begin(stage, browser))
      const session = await browser.get('/session', { accept: 'application/json' })
      ids.push((await session.json<{ user: { id: string } }>()).user.id)
    }
    expect(ids[0]).toBe(ids[1])
  })

  it('ends with /logout: GET asks, POST acts, another site cannot', async () => {
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    const ours = { origin: 'http://localhost:8787' }
    expect(await (await browser.get('/logout', ours)).text()).toContain('Sign out?')
    const foreign = await browser.post('/logout', {}, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    expect((await browser.get('/session', { accept: 'application/json' })).status).toBe(200)

    const sealed = browser.cookies.get('__Host-session') ?? ''
    await browser.post('/logout', {}, ours)
    expect(browser.cookies.has('__Host-session')).toBe(false)
    browser.cookies.set('__Host-session', sealed)
    expect((await browser.get('/session', { accept: 'application/json' })).status).toBe(401)
  })

  it('answers the double submit of one browser alike', async () => {
    const browser = openBrowser(stage.app)
    const response = await answerTo(stage, await begin(stage, browser))
    const [a, b] = await Promise.all([
      deliver(stage, browser, response),
      deliver(stage, browser, response),
    ])
    expect([a.status, b.status]).toEqual([303, 303])
    expect(a.headers.get('location')).toBe(b.headers.get('location'))
  })

  it('keeps two logins in two tabs apart', async () => {
    const browser = openBrowser(stage.app)
    const one = await begin(stage, browser)
    const two = await begin(stage, browser)
    expect((await answerAt(stage, browser, one)).status).toBe(303)
    expect((await answerAt(stage, browser, two)).status).toBe(303)
  })

  it('has answers all along whose type no browser guesses anew', async () => {
    for (const path of ['/login', '/api/v1/openapi.json', '/sso/sso_x/saml/metadata']) {
      const answer = await stage.app.request(`http://localhost:8787${path}`)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    }
  })
})

describe('what a login costs', () => {
  it('begins with no write, no gate and no D1; a warm location asks nobody', async () => {
    const app = stage.elsewhere()
    stage.bindings.reset()
    await begin(stage, openBrowser(app))
    expect(stage.bindings.calls).toEqual({ kv: 2, d1: 0, gate: 0 })
    stage.bindings.reset()
    await begin(stage, openBrowser(app))
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
  })

  it('completes with one call to the gate and no D1', async () => {
    const browser = openBrowser(stage.app)
    const oidcless = await begin(stage, browser)
    await answerAt(stage, browser, oidcless)
    const again = openBrowser(stage.app)
    const departure = await begin(stage, again)
    stage.bindings.reset()
    expect((await answerAt(stage, again, departure)).status).toBe(303)
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 1 })
  })

  it('reads a session with one call to the gate', async () => {
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    stage.bindings.reset()
    await browser.get('/session', { accept: 'application/json' })
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 1 })
  })
})

describe('what a login refuses', () => {
  it('a response from another browser (R53)', async () => {
    const departure = await begin(stage, openBrowser(stage.app))
    const other = openBrowser(stage.app)
    const refused = await answerAt(stage, other, departure)
    expect(refused.status).toBe(400)
    expect(await refusalOn(refused)).toBe('login_request_unknown')
  })

  it('a stolen response in a browser with a login of its own', async () => {
    const victim = openBrowser(stage.app)
    const response = await answerTo(stage, await begin(stage, victim))
    const thief = openBrowser(stage.app)
    await begin(stage, thief)
    expect(await refusalOn(await deliver(stage, thief, response))).toBe('login_request_unknown')
  })

  it('the cookie of another login under the right name', async () => {
    const victim = openBrowser(stage.app)
    const departure = await begin(stage, victim)
    const thief = openBrowser(stage.app)
    await begin(stage, thief)
    const [name = ''] = victim.cookies.keys()
    const [own = ''] = thief.cookies.values()
    thief.cookies.clear()
    thief.cookies.set(name, own)
    const refused = await answerAt(stage, thief, departure)
    expect(await refusalOn(refused)).toBe('login_request_unknown')
  })

  it('a replay after the session has ended (R46)', async () => {
    const browser = openBrowser(stage.app)
    const response = await answerTo(stage, await begin(stage, browser))
    await deliver(stage, browser, response)
    await browser.post('/logout', {}, { origin: 'http://localhost:8787' })
    expect(await refusalOn(await deliver(stage, browser, response))).toBe('login_replayed')
  })

  it('a response signed with a key that is not registered (R10)', async () => {
    const { TEST_KEYS } = await import('../../support/test-keys.ts')
    const browser = openBrowser(stage.app)
    const refused = await answerAt(stage, browser, await begin(stage, browser), {
      key: TEST_KEYS.other,
    })
    expect(await refusalOn(refused)).toBe('dsig_signature_mismatch')
  })

  it('an unsigned response, whatever else is right (R11)', async () => {
    const browser = openBrowser(stage.app)
    const refused = await answerAt(stage, browser, await begin(stage, browser), { sign: 'none' })
    expect(await refusalOn(refused)).toMatch(/unsigned|signature/)
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })

  const bad: Record<string, [string, string]> = {
    'what is not base64': ['***', 'login_response_not_base64'],
    'what is not XML': [btoa('hello'), 'xml_'],
    'an XML document of another kind': [btoa('<a xmlns="urn:x"/>'), 'saml_'],
  }
  it.each(Object.entries(bad))('%s', async (_, [field, code]) => {
    const refused = await deliver(stage, openBrowser(stage.app), field)
    expect(refused.status).toBe(400)
    expect(await refusalOn(refused)).toMatch(new RegExp(`^${code}`))
  })

  it('a form without SAMLResponse, or with two', async () => {
    const browser = openBrowser(stage.app)
    expect(await refusalOn(await browser.post(stage.ssoKey.acsUrl, { x: 'y' }))).toBe(
      'login_response_missing',
    )
    const twice = await stage.app.request(stage.ssoKey.acsUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'SAMLResponse=QQ==&SAMLResponse=QQ==',
    })
    expect(await refusalOn(twice)).toBe('login_response_missing')
  })

  it('a body that is no form, and one that is too large', async () => {
    const json = await stage.app.request(stage.ssoKey.acsUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(await refusalOn(json)).toBe('login_form_invalid')
    const browser = openBrowser(stage.app)
    const large = await browser.post(stage.ssoKey.acsUrl, { SAMLResponse: 'A'.repeat(400_000) })
    expect(large.status).toBe(413)
    expect(await refusalOn(large)).toBe('login_form_too_large')
  })

  it('an SSO key that does not exist, without asking any gate', async () => {
    stage.bindings.reset()
    const unknown = await openBrowser(stage.app).get('/sso/sso_000000000000000000000000/auth')
    expect(unknown.status).toBe(404)
    expect(await refusalOn(unknown)).toBe('login_sso_key_unknown')
    expect(stage.bindings.calls).toEqual({ kv: 1, d1: 1, gate: 0 })
    stage.bindings.reset()
    await openBrowser(stage.app).get('/sso/sso_000000000000000000000000/auth')
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
  })

  it('an id that no SSO key can have, without asking anybody', async () => {
    stage.bindings.reset()
    expect((await openBrowser(stage.app).get('/sso/sso_x/auth')).status).toBe(404)
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
  })

  it('a Host that is not ours (421)', async () => {
    const url = stage.ssoKey.loginUrl.replace('localhost:8787', 'evil.example')
    expect((await stage.app.request(url)).status).toBe(421)
  })

  it('a return_to that is no web address', async () => {
    const refused = await begin(stage, openBrowser(stage.app), '?return_to=javascript:alert(1)')
    expect(await refusalOn(refused)).toBe('login_return_to_invalid')
  })

  it('a GET on the ACS, with a page that explains', async () => {
    const page = await openBrowser(stage.app).get(stage.ssoKey.acsUrl)
    expect(page.status).toBe(405)
    expect(await page.text()).toContain(`/sso/${stage.ssoKey.id}/auth`)
  })
})

describe('an outage', () => {
  it('of the gate is 503 with Retry-After; the same response works afterwards', async () => {
    const browser = openBrowser(stage.app)
    const response = await answerTo(stage, await begin(stage, browser))
    stage.bindings.down.add('gate')
    const out = await deliver(stage, browser, response)
    stage.bindings.down.clear()
    expect(out.status).toBe(503)
    expect(out.headers.get('retry-after')).toBe('5')
    expect((await deliver(stage, browser, response)).status).toBe(303)
  })

  it('of D1 refuses no login of a known person', async () => {
    const browser = openBrowser(stage.elsewhere())
    stage.bindings.down.add('d1')
    const landing = await answerAt(stage, browser, await begin(stage, browser))
    stage.bindings.down.clear()
    expect(landing.status).toBe(303)
  })

  it('of KV is answered by D1, once', async () => {
    stage.bindings.reset()
    stage.bindings.down.add('kv')
    const departure = await begin(stage, openBrowser(stage.elsewhere()))
    stage.bindings.down.clear()
    expect(departure.status).toBe(303)
    expect(stage.bindings.calls.d1).toBe(1)
  })

  it('of KV and D1 is 503 with Retry-After', async () => {
    stage.bindings.down.add('kv').add('d1')
    const out = await begin(stage, openBrowser(stage.elsewhere()))
    stage.bindings.down.clear()
    expect(out.status).toBe(503)
    expect(out.headers.get('retry-after')).toBe('5')
  })
})

describe('where a login lands', () => {
  it('is the application that the tenant is granted, or an address below it that was asked for', async () => {
    const granted = await setStage()
    const { id } = await granted.api('POST', '/applications', {
      name: 'Desk',
      landing_url: 'https://desk.example/app',
      redirect_uris: ['https://desk.example/callback'],
      tenant_ids: [granted.tenantId],
      token_endpoint_auth_method: 'none',
    })
    const land = async (query = '') => {
      const browser = openBrowser(granted.app)
      const landing = await answerAt(granted, browser, await begin(granted, browser, query))
      return landing.headers.get('location')
    }
    expect(await land()).toBe('https://desk.example/app')
    const wanted = 'https://desk.example/app/tickets?open=1'
    expect(await land(`?return_to=${encodeURIComponent(wanted)}`)).toBe(wanted)
    expect(await land('?return_to=https://evil.example/app')).toBe('https://desk.example/app')

    await granted.api('DELETE', `/applications/${id}`)
    expect(await land()).toBe('/session')
  })
})
