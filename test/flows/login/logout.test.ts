import { beforeAll, describe, expect, it } from 'vitest'
import { readRedirectQuery } from '../../../src/protocol/saml/redirect-query.ts'
import { verifyRedirect } from '../../../src/protocol/saml/verify-redirect.ts'
import { signedQuery } from '../../protocol/saml/logout/logout-message.ts'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { encryptAssertion } from '../../support/encrypted-response.ts'
import {
  bringByPost,
  bringByRedirect,
  IDP_WITH_LOGOUT,
  logoutRequest,
  logoutResponse,
  messageIn,
  onwards,
  sloUrl,
} from '../../support/idp-logout.ts'
import type { ResponseOptions } from '../../support/signed-response.ts'
import { answerAt, begin, IDP, type Stage, setStage, testAndActivate } from '../../support/stage.ts'

const OURS = { origin: 'http://localhost:8787' }
const UNCONFIRMED = 'Signed out here; your identity provider did not confirm.'

let stage: Stage
beforeAll(async () => {
  stage = await setStage({}, IDP_WITH_LOGOUT)
})

async function signIn(answer: ResponseOptions = {}): Promise<TestBrowser> {
  const browser = openBrowser(stage.app)
  const landing = await answerAt(stage, browser, await begin(stage, browser), answer)
  expect(landing.status).toBe(303)
  return browser
}

const isSignedIn = async (browser: TestBrowser): Promise<boolean> =>
  (await browser.get('/session', { accept: 'application/json' })).status === 200

/** Signs out here and returns the URL that leads to the IdP. */
const signOut = async (browser: TestBrowser): Promise<string> =>
  onwards(await browser.post('/logout', {}, OURS))

const requestIdIn = (url: string): string =>
  / ID="([^"]+)"/.exec(messageIn(url, 'SAMLRequest'))?.[1] ?? ''

const signedByUs = async (url: string): Promise<boolean> => {
  const certificate = await stage.app.request(sloUrl(stage).replace(/slo$/, 'certificate.pem'))
  const pem = (await certificate.text()).replace(/-----[A-Z ]+-----|\s/g, '')
  const read = await readRedirectQuery(url.slice(url.indexOf('?') + 1))
  const trust = { certificates: [pem], allowWeakAlgorithms: false }
  return read.ok && (await verifyRedirect(read.value, trust)).ok
}

describe('signing out here', () => {
  it('ends our session first, then asks the IdP with a signed request that names its own', async () => {
    const browser = await signIn()
    const handle = browser.cookies.get('__Host-session') ?? ''
    const url = await signOut(browser)
    expect(url).toMatch(/^https:\/\/idp\.example\/slo\?SAMLRequest=/)
    expect(await signedByUs(url)).toBe(true)
    const request = messageIn(url, 'SAMLRequest')
    expect(request).toContain('Destination="https://idp.example/slo"')
    expect(request).toContain(
      'Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">alice@example.org</saml:NameID>',
    )
    expect(request).toContain('<samlp:SessionIndex>_session1</samlp:SessionIndex>')
    browser.cookies.set('__Host-session', handle)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('names the person to the IdP with the qualifiers that it gave (SAML Core §3.7.3)', async () => {
    const qualifiers = ` NameQualifier="${IDP}" SPNameQualifier="${stage.ssoKey.spEntityID}"`
    const editAssertion = (xml: string) => xml.replace(/<saml:NameID [^>]*(?=>)/, `$&${qualifiers}`)
    const url = await signOut(await signIn({ editAssertion }))
    expect(messageIn(url, 'SAMLRequest')).toContain(`${qualifiers}>alice@example.org</saml:NameID>`)
  })

  it.each([
    ['in a URL', bringByRedirect],
    ['in a form', bringByPost],
  ])('tells that the IdP confirmed, %s', async (_, bring) => {
    const browser = await signIn()
    const answer = logoutResponse(stage, requestIdIn(await signOut(browser)))
    const page = await bring(stage, browser, answer)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('has ended its session too')
  })

  it('tells that the IdP did not confirm when its answer is a failure', async () => {
    const browser = await signIn()
    const failed = logoutResponse(stage, requestIdIn(await signOut(browser)), 'Responder')
    expect(await (await bringByRedirect(stage, browser, failed)).text()).toContain(UNCONFIRMED)
  })

  it('tells that the IdP did not confirm when it could not sign out everywhere', async () => {
    const browser = await signIn()
    const partial = logoutResponse(stage, requestIdIn(await signOut(browser))).replace(
      /(<samlp:StatusCode Value="[^"]+:)Success">/,
      '$&$1PartialLogout"></samlp:StatusCode>',
    )
    expect(await (await bringByRedirect(stage, browser, partial)).text()).toContain(UNCONFIRMED)
  })

  it('tells that the IdP did not confirm when its answer is unsigned', async () => {
    const browser = await signIn()
    const answer = logoutResponse(stage, requestIdIn(await signOut(browser)))
    const page = await browser.post(sloUrl(stage), { SAMLResponse: btoa(answer) })
    expect(await page.text()).toContain(UNCONFIRMED)
  })

  it('does not say that somebody is signed out because of an answer that nobody asked for', async () => {
    const unsigned = logoutResponse(stage, '_nobody')
    const browser = await signIn()
    for (const bring of [bringByRedirect, bringByPost]) {
      const page = await bring(stage, browser, logoutResponse(stage, '_nobody'))
      expect(page.status).toBe(303)
      expect(page.headers.get('location')).toBe('/logout')
    }
    const posted = await browser.post(sloUrl(stage), { SAMLResponse: btoa(unsigned) })
    expect(await posted.text()).not.toContain('You are signed out')
    const asked = await (await browser.get('/logout')).text()
    expect(asked).toContain('Sign out?')
    expect(asked).not.toContain('You are signed out')
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('says that somebody is signed out where no session lives, whoever brings the answer', async () => {
    const browser = openBrowser(stage.app)
    const page = await bringByRedirect(stage, browser, logoutResponse(stage, '_nobody'))
    expect(await page.text()).toContain(UNCONFIRMED)
    const posted = await bringByPost(stage, browser, logoutResponse(stage, '_nobody'))
    const landed = await browser.get(posted.headers.get('location') ?? '')
    const signedOut = await landed.text()
    expect(signedOut).toContain('You are signed out')
    expect(signedOut, 'a way back').toContain('href="/login"')
  })

  it('takes the answer from the browser that asked, and from no other', async () => {
    const browser = await signIn()
    const answer = logoutResponse(stage, requestIdIn(await signOut(browser)))
    const other = await bringByRedirect(stage, openBrowser(stage.app), answer)
    expect(await other.text()).toContain(UNCONFIRMED)
  })

  it('accepts no login in answer to a logout', async () => {
    const browser = await signIn()
    const inResponseTo = requestIdIn(await signOut(browser))
    const departure = await begin(stage, openBrowser(stage.app))
    const refused = await answerAt(stage, browser, departure, { inResponseTo })
    expect(await refusalOn(refused)).toBe('login_request_unknown')
  })

  it('accepts no answer to a login as one to a logout', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    const answer = logoutResponse(stage, requestIdIn(departure.headers.get('location') ?? ''))
    expect(await (await bringByRedirect(stage, browser, answer)).text()).toContain(UNCONFIRMED)
  })
})

describe('a LogoutRequest of the IdP', () => {
  it('ends every session of the person, and is answered with a signed Success and its RelayState', async () => {
    const [one, two] = [await signIn(), await signIn({ sessionIndex: '_session2' })]
    const { user } = await one
      .get('/session', { accept: 'application/json' })
      .then((session) => session.json<{ user: { id: string } }>())
    const elsewhere = openBrowser(stage.app)
    // What the NameID of the login left out counts as what it stands for (SAML Core §8.3.7).
    const request = logoutRequest(stage, { id: '_answered', nameQualifier: IDP })
    const answered = await bringByRedirect(stage, elsewhere, request, 'state of the IdP')
    expect(answered.status).toBe(303)
    const url = answered.headers.get('location') ?? ''
    expect(url).toMatch(/^https:\/\/idp\.example\/slo\/answers\?SAMLResponse=/)
    expect(new URL(url).searchParams.get('RelayState')).toBe('state of the IdP')
    expect(await signedByUs(url)).toBe(true)
    const response = messageIn(url, 'SAMLResponse')
    expect(response).toContain('InResponseTo="_answered"')
    expect(response).toMatch(/ ID="_[\w-]{27}"/)
    expect(response).toContain('urn:oasis:names:tc:SAML:2.0:status:Success')
    expect([await isSignedIn(one), await isSignedIn(two)]).toEqual([false, false])
    const listed = await stage.api('GET', `/tenants/${stage.tenantId}/users/${user.id}/sessions`)
    expect(listed).toMatchObject({ data: [] })
  })

  it('is not carried out by whoever only looks: HEAD and prefetch (I13)', async () => {
    const browser = await signIn()
    const url = `${sloUrl(stage)}?${await signedQuery(logoutRequest(stage))}`
    const ahead = { 'sec-purpose': 'prefetch;prerender' }
    const looks = [
      await stage.app.request(url, { method: 'HEAD' }),
      await stage.app.request(url, { headers: ahead }),
      await stage.app.request(url, { headers: { purpose: 'prefetch' } }),
    ]
    expect(looks.map(({ status }) => status)).toEqual([503, 503, 503])
    expect(await isSignedIn(browser)).toBe(true)
    expect((await stage.app.request(url)).status).toBe(303)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('is taken in a form as well, and answered by one', async () => {
    const browser = await signIn()
    const answered = await bringByPost(stage, browser, logoutRequest(stage), { RelayState: 'x' })
    const page = await answered.text()
    expect(page).toContain('action="https://idp.example/slo/post"')
    expect(page).toContain('name="SAMLResponse"')
    expect(page).toContain('name="RelayState" value="x"')
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('ends the sessions that it names, and no other', async () => {
    const [named, other] = [
      await signIn({ sessionIndex: '_a' }),
      await signIn({ sessionIndex: '_b' }),
    ]
    await bringByRedirect(stage, named, logoutRequest(stage, { sessionIndexes: ['_a', '_c'] }))
    expect([await isSignedIn(named), await isSignedIn(other)]).toEqual([false, true])
  })

  it.each([
    ['another person', { nameId: 'bob@example.org' }],
    [
      'a name of another format',
      { format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' },
    ],
    ['a name in other letters', { nameId: 'Alice@example.org' }],
    ['a name that somebody else qualifies', { nameQualifier: 'https://other.example' }],
  ])('about %s ends nothing of this one', async (_, about) => {
    const browser = await signIn()
    const answered = await bringByRedirect(
      stage,
      openBrowser(stage.app),
      logoutRequest(stage, about),
    )
    expect(answered.status).toBe(303)
    expect(await isSignedIn(browser)).toBe(true)
  })

  const statusIn = (answered: Response): readonly string[] =>
    [
      ...messageIn(answered.headers.get('location') ?? '', 'SAMLResponse').matchAll(
        /status:(\w+)"/g,
      ),
    ].map(([, status = '']) => status)

  it('about nobody who is known is answered with UnknownPrincipal, signed, and never with Success', async () => {
    const request = logoutRequest(stage, { nameId: 'nobody@example.org', sessionIndexes: ['_no'] })
    const answered = await bringByRedirect(stage, openBrowser(stage.app), request, 'state')
    expect(statusIn(answered)).toEqual(['Requester', 'UnknownPrincipal'])
    expect(await signedByUs(answered.headers.get('location') ?? '')).toBe(true)
    const again = await bringByRedirect(stage, openBrowser(stage.app), request)
    expect(await refusalOn(again)).toBe('logout_replayed')
  })

  it.each([
    ['names nobody', { nameId: null }],
    ['names the person otherwise', { nameId: 'A-4711' }],
    ['names the person by a qualifier of its own', { nameQualifier: 'https://other.example' }],
  ])('ends a session by its SessionIndex alone, where it %s', async (name, about) => {
    const index = `_${name.replaceAll(' ', '-')}`
    const [named, other] = [await signIn({ sessionIndex: index }), await signIn()]
    const request = logoutRequest(stage, { ...about, sessionIndexes: [index] })
    const answered = await bringByRedirect(stage, openBrowser(stage.app), request)
    expect(statusIn(answered)).toEqual(['Success'])
    expect([await isSignedIn(named), await isSignedIn(other)]).toEqual([false, true])
  })

  it('may come with its NameID encrypted for the SSO key', async () => {
    const certificate = await stage.app.request(sloUrl(stage).replace(/slo$/, 'certificate.pem'))
    const pem = (await certificate.text()).replace(/-----[A-Z ]+-----|\s/g, '')
    const [nameId = ''] = /<saml:NameID.*<\/saml:NameID>/.exec(logoutRequest(stage)) ?? []
    const encrypted = await encryptAssertion(nameId, { recipient: { certificate: pem } })
    const editNameId = () => encrypted.replaceAll('EncryptedAssertion', 'EncryptedID')
    const browser = await signIn()
    const request = logoutRequest(stage, { editNameId })
    expect(statusIn(await bringByRedirect(stage, openBrowser(stage.app), request))).toEqual([
      'Success',
    ])
    expect(await isSignedIn(browser)).toBe(false)
    const spoiled = logoutRequest(stage, {
      editNameId: () => editNameId().replace(/<xenc:CipherValue>..../g, '<xenc:CipherValue>AAAA'),
    })
    const refused = await bringByRedirect(stage, openBrowser(stage.app), spoiled)
    expect(await refusalOn(refused)).toBe('logout_decryption_failed')
  })

  it('leaves the next login alone, also when it comes again (R46)', async () => {
    const request = logoutRequest(stage)
    await bringByRedirect(stage, await signIn(), request)
    const browser = await signIn()
    const again = await bringByRedirect(stage, openBrowser(stage.app), request)
    expect(await refusalOn(again)).toBe('logout_replayed')
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('changes nothing when it is unsigned, and is answered to nobody (R48)', async () => {
    const browser = await signIn()
    const unsigned = { SAMLRequest: btoa(logoutRequest(stage)) }
    const refused = await browser.post(sloUrl(stage), unsigned)
    expect(refused.status).toBe(400)
    expect(await refusalOn(refused)).toBe('logout_signature_missing')
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('gets no RelayState of 10 KB back', async () => {
    const state = 'x'.repeat(10_240)
    const answered = await bringByRedirect(
      stage,
      openBrowser(stage.app),
      logoutRequest(stage),
      state,
    )
    expect(answered.headers.get('location')).not.toContain('RelayState')
  })

  it('may not name sessions without end', async () => {
    const sessionIndexes = Array.from({ length: 51 }, (_, n) => `_${n}`)
    const request = logoutRequest(stage, { sessionIndexes })
    const refused = await bringByPost(stage, openBrowser(stage.app), request)
    expect(await refusalOn(refused)).toBe('logout_session_indexes_too_many')
  })

  it('comes alone in its form', async () => {
    const request = logoutRequest(stage)
    const fields = { SAMLResponse: btoa(logoutResponse(stage, '_x')) }
    const refused = await bringByPost(stage, openBrowser(stage.app), request, fields)
    expect(await refusalOn(refused)).toBe('logout_message_not_single')
  })

  it('costs one call to the gate and no D1', async () => {
    await signIn()
    stage.bindings.reset()
    await bringByRedirect(stage, openBrowser(stage.app), logoutRequest(stage))
    expect(stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 1 })
  })

  it('is judged under the version that governs, where a location has not heard of it yet', async () => {
    const late = { ...stage, app: stage.elsewhere() }
    await begin(late, openBrowser(late.app))
    const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
    await stage.api('PATCH', path, { clock_skew_seconds: 120 })
    await testAndActivate(stage)
    const browser = await signIn()
    const answered = await bringByRedirect(late, openBrowser(late.app), logoutRequest(stage))
    expect(answered.status).toBe(303)
    expect(await isSignedIn(browser)).toBe(false)
  })
})

describe('the SP metadata', () => {
  it('names the address for logout by both bindings', async () => {
    const metadata = await (await stage.app.request(stage.ssoKey.spEntityID)).text()
    for (const binding of ['Redirect', 'POST'])
      expect(metadata).toContain(
        `<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding}" Location="${sloUrl(stage)}"/>`,
      )
  })
})

describe('a connector that points at another IdP by now', () => {
  it('has nobody asked to end a session of the one before', async () => {
    const browser = await signIn()
    const other = 'https://other.example/idp'
    const base = `/tenants/${stage.tenantId}`
    const idp = await stage.api('POST', `${base}/external-idps`, {
      name: 'Other',
      metadata_xml: IDP_WITH_LOGOUT.metadata_xml.replace(`"${IDP}"`, `"${other}"`),
    })
    const connector = `${base}/connectors/${stage.connectorId}`
    await stage.api('PATCH', connector, { external_idp_id: idp.id })
    await testAndActivate(stage, { idpEntityID: other })
    const heard = openBrowser(stage.elsewhere())
    for (const [name, value] of browser.cookies) heard.cookies.set(name, value)
    expect(await signOut(heard)).toBe('')
    expect(await isSignedIn(heard)).toBe(false)
    await stage.api('PATCH', connector, { external_idp_id: stage.idpId })
    await testAndActivate(stage)
  })
})

describe('deleting a connector', () => {
  it('ends the sessions that it made', async () => {
    const browser = await signIn()
    const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
    await stage.api('DELETE', `${path}?confirm=SAML`)
    expect(await isSignedIn(browser)).toBe(false)
  })
})
