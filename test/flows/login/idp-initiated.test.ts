import { beforeAll, describe, expect, it } from 'vitest'
import { beginTest, openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { type ResponseOptions, signedResponse } from '../../support/signed-response.ts'
import {
  answerAt,
  answerTo,
  begin,
  deliver,
  IDP,
  type Stage,
  setStage,
  testAndActivate,
} from '../../support/stage.ts'

const OURS = { origin: 'http://localhost:8787' }
const APP = 'https://desk.example/'

let stage: Stage
let assertions = 0

beforeAll(async () => {
  stage = await setStage()
  await stage.api('POST', '/applications', {
    name: 'Desk',
    landing_url: APP,
    redirect_uris: [APP],
    tenant_ids: [stage.tenantId],
    token_endpoint_auth_method: 'none',
  })
})

/**
 * Puts a mode into force, through a version of its own; heard of at another location, or not yet
 * where logins are.
 */
async function put(change: Readonly<Record<string, unknown>>, heard: boolean): Promise<void> {
  const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
  await stage.api('PATCH', path, change)
  await testAndActivate(stage)
  if (heard) stage = { ...stage, app: stage.elsewhere() }
}

/** Where a test of the latest version begins. */
async function testUrl(): Promise<string> {
  const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}:test`
  return String((await stage.api('POST', path, {})).test_url)
}

/** Of an assertion, or of the response around one. */
const withoutRequest = (xml: string): string => xml.replace(/ InResponseTo="[^"]*"/, '')

/** Has the IdP send somebody by itself; InResponseTo is left out unless one is named. */
async function send(
  browser: TestBrowser,
  options: ResponseOptions & { relayState?: string } = {},
): Promise<Response> {
  assertions++
  const { relayState, ...answer } = options
  const { base64 } = await signedResponse({
    spEntityID: stage.ssoKey.spEntityID,
    acsUrl: stage.ssoKey.acsUrl,
    idpEntityID: IDP,
    issuedAt: Date.now(),
    assertionId: `_unasked${assertions}`,
    ...(answer.inResponseTo === undefined
      ? { editAssertion: withoutRequest, editResponse: withoutRequest }
      : {}),
    ...answer,
  })
  const state = relayState === undefined ? {} : { RelayState: relayState }
  const headers = { origin: 'https://idp.example' }
  return browser.post(stage.ssoKey.acsUrl, { SAMLResponse: base64, ...state }, headers)
}

const follow = (browser: TestBrowser, response: Response): Promise<Response> =>
  browser.get(response.headers.get('location') ?? '')

const whoIs = async (browser: TestBrowser): Promise<string | undefined> => {
  const session = await browser.get('/session', { accept: 'application/json' })
  return (await session.json<{ user?: { email?: string } }>()).user?.email
}

describe('off, as it is at first', () => {
  it('refuses what nobody asked for', async () => {
    expect(await refusalOn(await send(openBrowser(stage.app)))).toBe('login_unsolicited')
  })
})

describe('convert', () => {
  // This location still believes that it is off: it asks the gate before it refuses.
  beforeAll(() => put({ idp_initiated: 'convert' }, false))

  it('reads nothing of the message, and begins a login of our own in its place', async () => {
    const browser = openBrowser(stage.app)
    const converted = await send(browser, { sign: 'none', relayState: `${APP}deep` })
    expect(converted.status).toBe(303)
    expect(converted.headers.get('location')).toBe(
      `/sso/${stage.ssoKey.id}/auth?return_to=${encodeURIComponent(`${APP}deep`)}`,
    )
    const landing = await answerAt(stage, browser, await follow(browser, converted))
    expect(landing.headers.get('location')).toBe(`${APP}deep`)
    expect(await whoIs(browser)).toBe('alice@example.org')
  })

  it('leads to no address where none of the applications live (R51)', async () => {
    const browser = openBrowser(stage.app)
    const converted = await send(browser, { relayState: 'https://evil.example/' })
    const landing = await answerAt(stage, browser, await follow(browser, converted))
    expect(landing.headers.get('location')).toBe(APP)
  })

  it('takes no RelayState of 10 KB along', async () => {
    const relayState = APP + 'x'.repeat(10_240)
    const converted = await send(openBrowser(stage.app), { relayState })
    expect(converted.headers.get('location')).toBe(`/sso/${stage.ssoKey.id}/auth`)
  })

  it('refuses the second time when the IdP answers no login', async () => {
    const browser = openBrowser(stage.app)
    const converted = await send(browser)
    expect(converted.headers.get('set-cookie')).toMatch(/^__Host-converted=.*; Max-Age=300;/)
    await follow(browser, converted)
    const page = await send(browser)
    const event = />(evt_\w+)</.exec(await page.clone().text())?.[1]
    expect(await refusalOn(page)).toBe('login_conversion_loop')
    expect(await stage.api('GET', `/tenants/${stage.tenantId}/events/${event}`)).toMatchObject({
      type: 'login.refused',
    })
  })

  it('begins nothing in the place of what names a request (R41)', async () => {
    const named = await send(openBrowser(stage.app), { inResponseTo: '_made_up' })
    expect(await refusalOn(named)).toBe('login_request_unknown')
  })

  it('begins again after a login that was answered', async () => {
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await follow(browser, await send(browser)))
    expect((await send(browser)).status).toBe(303)
  })
})

describe('accept', () => {
  beforeAll(() => put({ idp_initiated: 'accept' }, true))

  it('opens a session at the address of an application that RelayState names', async () => {
    const browser = openBrowser(stage.app)
    const arrival = await send(browser, { relayState: `${APP}deep` })
    expect(arrival.status).toBe(303)
    expect(await whoIs(browser)).toBeUndefined()
    const landing = await follow(browser, arrival)
    expect(landing.headers.get('location')).toBe(`${APP}deep`)
    expect(await whoIs(browser)).toBe('alice@example.org')
  })

  it('is not handed over to whoever only looks, and a second look leads to the same (I13)', async () => {
    const browser = openBrowser(stage.app)
    const arrival = await send(browser, { relayState: `${APP}twice` })
    const address = arrival.headers.get('location') ?? ''
    const cookie = `__Host-arrival=${browser.cookies.get('__Host-arrival')}`
    const url = `http://localhost:8787${address}`
    const head = await stage.app.request(url, { method: 'HEAD', headers: { cookie } })
    const ahead = await browser.get(address, { 'sec-purpose': 'prefetch' })
    expect([head.status, head.headers.get('set-cookie')]).toEqual([503, null])
    expect([ahead.status, await whoIs(browser)]).toEqual([503, undefined])
    for (let looked = 0; looked < 2; looked++) {
      const landing = await browser.get(address)
      expect(landing.headers.get('location')).toBe(`${APP}twice`)
      expect(await whoIs(browser)).toBe('alice@example.org')
    }
  })

  it.each(['https://evil.example/', `${APP}${'x'.repeat(10_240)}`, 'not an address'])(
    'lands where everybody does for another RelayState',
    async (relayState) => {
      const browser = openBrowser(stage.app)
      const landing = await follow(browser, await send(browser, { relayState }))
      expect(landing.headers.get('location')).toBe(APP)
    },
  )

  it('asks nothing where the same person is signed in already', async () => {
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    const landing = await follow(browser, await send(browser, { relayState: `${APP}again` }))
    expect([landing.status, landing.headers.get('location')]).toEqual([303, `${APP}again`])
    expect(await whoIs(browser)).toBe('alice@example.org')
  })

  it('asks first where somebody else is signed in, and changes nothing without a word', async () => {
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    const bob = { nameId: 'bob@example.org', attributes: { email: ['bob@example.org'] } }
    const arrival = await send(browser, bob)
    const page = await follow(browser, arrival)
    expect(await page.text()).toContain('Continue as bob@example.org')
    expect(await whoIs(browser)).toBe('alice@example.org')

    const address = arrival.headers.get('location') ?? ''
    await browser.post(address, {}, { origin: 'https://evil.example' })
    expect(await whoIs(browser)).toBe('alice@example.org')
    const agreed = await browser.post(address, {}, OURS)
    expect(agreed.headers.get('location')).toBe(APP)
    expect(await whoIs(browser)).toBe('bob@example.org')
  })

  it('spends an assertion once, whatever response it comes in (R46)', async () => {
    const assertionId = '_spent'
    expect((await send(openBrowser(stage.app), { assertionId })).status).toBe(303)
    const again = await send(openBrowser(stage.app), { assertionId, responseId: '_other' })
    expect(await refusalOn(again)).toBe('login_replayed')
  })

  it('refuses an assertion of more than five minutes and the skew (R46)', async () => {
    const issuedAt = Date.now() - (5 * 60 + 180 + 5) * 1000
    const long = (xml: string): string =>
      withoutRequest(xml).replaceAll(
        / NotOnOrAfter="[^"]*"/g,
        ' NotOnOrAfter="2099-01-01T00:00:00Z"',
      )
    const old = { issuedAt, editAssertion: long }
    expect(await refusalOn(await send(openBrowser(stage.app), old))).toBe(
      'saml_unsolicited_expired',
    )
  })

  it('refuses one that names a request which nobody made (R41)', async () => {
    const named = await send(openBrowser(stage.app), { inResponseTo: '_made_up' })
    expect(await refusalOn(named)).toBe('login_request_unknown')
    const inside = await send(openBrowser(stage.app), {
      inResponseTo: '_made_up',
      editResponse: withoutRequest,
    })
    expect(await refusalOn(inside)).toBe('saml_in_response_to_mismatch')
  })

  it('lets no login be answered without its request (R41)', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    const downgraded = await answerAt(stage, browser, departure, { editResponse: withoutRequest })
    expect(await refusalOn(downgraded)).toBe('saml_in_response_to_mismatch')
  })

  it('refuses what is not signed by the IdP', async () => {
    const unsigned = await send(openBrowser(stage.app), { sign: 'none' })
    expect(await refusalOn(unsigned)).toBe('saml_signature_missing')
  })
})

describe('ignore_unsolicited_in_response_to', () => {
  let owner: TestBrowser
  beforeAll(async () => {
    await put({ idp_initiated: 'accept', ignore_unsolicited_in_response_to: true }, true)
    owner = openBrowser(stage.app)
  })

  it('lets what the IdP sends by itself name a request that nobody made', async () => {
    const browser = openBrowser(stage.app)
    await follow(browser, await send(browser, { inResponseTo: '_made_up' }))
    expect(await whoIs(browser)).toBe('alice@example.org')
  })

  it('does not loosen the answer to a login (R41)', async () => {
    const browser = openBrowser(stage.app)
    const edit = (xml: string) => xml.replace(/InResponseTo="[^"]*"/, 'InResponseTo="_made_up"')
    const answered = await answerAt(stage, browser, await begin(stage, browser), {
      editAssertion: edit,
    })
    expect(await refusalOn(answered)).toBe('saml_in_response_to_mismatch')
  })

  it.each([
    ['login', () => begin(stage, owner)],
    ['test', async () => beginTest(owner, await testUrl())],
  ])(
    'takes no answer to a %s for one that the IdP sent by itself, whoever brings it (R46)',
    async (_, depart) => {
      const departure = await depart()
      const answer = await answerTo(stage, departure)
      const unnamed = await answerTo(stage, departure, { editResponse: withoutRequest })
      expect((await deliver(stage, owner, answer)).status).toBeLessThan(400)
      for (const [taken, code] of [
        [answer, 'login_request_unknown'],
        [unnamed, 'saml_in_response_to_mismatch'],
      ] as const)
        expect(await refusalOn(await deliver(stage, openBrowser(stage.app), taken))).toBe(code)
    },
  )
})

describe('off again', () => {
  // This location still believes that it accepts.
  beforeAll(() => put({ idp_initiated: 'off' }, false))

  it('refuses what nobody asked for, wherever that has been heard of (I2)', async () => {
    expect(await refusalOn(await send(openBrowser(stage.app)))).toBe('login_unsolicited')
  })
})

describe('a change of the mode', () => {
  const outcome = async (): Promise<string> => {
    const answer = await send(openBrowser(stage.app))
    const code = await refusalOn(answer.clone())
    if (code !== undefined) return code
    const location = answer.headers.get('location') ?? ''
    return location.includes('/auth') ? 'converted' : 'session'
  }

  it.each([
    ['accept', 'convert', 'converted'],
    ['convert', 'off', 'login_unsolicited'],
    ['off', 'convert', 'converted'],
    ['convert', 'accept', 'session'],
    ['accept', 'off', 'login_unsolicited'],
    ['off', 'accept', 'session'],
  ])(
    'from %s to %s governs the next message, whatever this location believes (I2)',
    async (before, after, expected) => {
      await put({ idp_initiated: before }, true)
      // This location has heard of the mode before, and goes by it for a while.
      await begin(stage, openBrowser(stage.app))
      await put({ idp_initiated: after }, false)
      expect(await outcome()).toBe(expected)
    },
  )

  it('is asked of the gate once for a message that is converted, and never for an ordinary login', async () => {
    await put({ idp_initiated: 'convert' }, true)
    await begin(stage, openBrowser(stage.app))
    stage.bindings.reset()
    expect(await outcome()).toBe('converted')
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 1 })
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    stage.bindings.reset()
    expect((await answerAt(stage, browser, departure)).status).toBe(303)
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 1 })
  })
})
