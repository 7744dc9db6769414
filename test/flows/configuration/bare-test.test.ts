import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openResult, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { FROM_OUR_PAGE } from '../../support/guest.ts'
import { answerAt, begin, type Stage, setStage } from '../../support/stage.ts'

const ORIGIN = { origin: 'http://localhost:8787' }

let stage: Stage
let path: string
let bare: string
beforeAll(async () => {
  stage = await setStage()
  path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
  bare = `/sso/${stage.ssoKey.id}/test`
})

/** Signs in as alice, who then has the role. */
async function signIn(role: string, at = stage): Promise<TestBrowser> {
  const browser = openBrowser(at.app)
  await answerAt(at, browser, await begin(at, browser))
  const session = await browser.get('/session', { accept: 'application/json' })
  const { user } = await session.json<{ user: { id: string } }>()
  const users = `/tenants/${at.tenantId}/users/${user.id}?confirm=last_admin`
  await at.api('PATCH', users, { given_roles: [role] })
  return browser
}

/** Opens a set-up link of the stage's tenant, or of another. */
async function comeAsGuest(members: object, at = stage): Promise<TestBrowser> {
  const { url, id } = await at.api('POST', `/tenants/${at.tenantId}/setup-links`, members)
  const opened = await at.app.request(`${ORIGIN.origin}/api/v1/setup-sessions`, {
    method: 'POST',
    headers: FROM_OUR_PAGE,
    body: JSON.stringify({ token: String(url).split('#')[1] }),
  })
  const [name = '', value = ''] =
    (opened.headers.get('set-cookie') ?? '').split(';')[0]?.split('=') ?? []
  const browser = openBrowser(at.app)
  browser.cookies.set(name, value)
  browser.cookies.set('link', String(id))
  return browser
}

const tests = async () => (await stage.api('GET', `${path}/tests`)).data as readonly object[]

describe('the fixed address of tests', () => {
  it('lets an administrator test what is live, or the draft if there is one', async () => {
    const browser = await signIn('admin')
    expect(await (await browser.get(bare)).text()).toContain('the version that is live is tested')
    await stage.api('PATCH', path, { force_authn: true })
    expect(await (await browser.get(bare)).text()).toContain('The draft is tested')

    const departure = await browser.post(bare, {}, ORIGIN)
    expect(departure.status).toBe(303)
    const answer = await answerAt(stage, browser, departure)
    const page = await openResult(browser, answer)
    expect(await page.text()).toContain('Review and activate in the console')
    const [last] = await tests()
    expect(last).toMatchObject({
      state: 'passed',
      version: (await stage.api('GET', path)).latest_version,
      started_by: { type: 'user' },
    })
  })

  it('changes nothing when it is looked at', async () => {
    const browser = await signIn('admin')
    const before = await tests()
    for (let look = 0; look < 2; look++) expect((await browser.get(bare)).status).toBe(200)
    expect(await tests()).toEqual(before)
  })

  it('asks everybody else to sign in, and says why', async () => {
    const asked = await openBrowser(stage.app).get(bare)
    expect(asked.status).toBe(401)
    const text = await asked.text()
    expect(text).toContain('Sign in to test this connector')
    expect(text).toContain(`href="/login?return_to=${encodeURIComponent(bare)}"`)
    expect(text).not.toContain('Example')
    const before = await tests()
    const other = await setStage()
    const foreign = await signIn('admin', other)
    const viewer = await signIn('viewer')
    for (const browser of [openBrowser(stage.app), viewer, foreign]) {
      expect([401, 403]).toContain((await browser.get(bare)).status)
      expect([401, 403]).toContain((await browser.post(bare, {}, ORIGIN)).status)
    }
    expect(await tests()).toEqual(before)
  })

  it('lets a guest test whose link opens the connector, and shows them the result', async () => {
    const bound = { tasks: ['certificate'], connector_id: stage.connectorId }
    for (const members of [{ tasks: ['sso'] }, bound]) {
      const guest = await comeAsGuest(members)
      expect((await guest.get(bare)).status).toBe(200)
      const answer = await answerAt(stage, guest, await guest.post(bare, {}, ORIGIN))
      const [last] = await tests()
      const started_by = { type: 'setup_link', id: guest.cookies.get('link') }
      expect(last).toMatchObject({ state: 'passed', started_by })
      const colleague = await comeAsGuest(members)
      const page = await colleague.get(answer.headers.get('location') ?? '')
      expect(await page.text()).toContain('The test passed')
    }
  })

  it('is closed to guests of other tasks, connectors and tenants, and of a revoked link', async () => {
    const [last] = (await tests()) as readonly { id: string }[]
    const result = `${bare}?result=${last?.id}`
    const key = await stage.api('POST', `/tenants/${stage.tenantId}/sso-keys`, {
      name: 'another',
      environment: 'production',
    })
    const other = await stage.api('POST', `/tenants/${stage.tenantId}/connectors`, {
      name: 'Another',
      reference: 'another',
      type: 'saml',
      sso_id: key.id,
      external_idp_id: stage.idpId,
      name_id_format: 'email',
    })
    const revoked = await comeAsGuest({ tasks: ['sso'] })
    const link = `/tenants/${stage.tenantId}/setup-links/${revoked.cookies.get('link')}`
    await stage.api('POST', `${link}:revoke`)
    const closed = [
      await comeAsGuest({ tasks: ['domain'] }),
      await comeAsGuest({ tasks: ['sso'], connector_id: other.id }),
      await comeAsGuest({ tasks: ['sso'] }, await setStage()),
      revoked,
    ]
    for (const guest of closed) {
      expect((await guest.get(bare)).status).toBe(401)
      expect((await guest.post(bare, {}, ORIGIN)).status).toBe(401)
      expect(await refusalOn(await guest.get(result))).toBe('login_test_unknown')
    }
  })

  it('starts nothing by a form of another site (R53)', async () => {
    const browser = await signIn('admin')
    const before = await tests()
    const posted = await browser.post(bare, {}, { origin: 'https://evil.example' })
    expect(posted.status).toBe(403)
    expect(await tests()).toEqual(before)
  })

  it('is none where there is no SSO key, or no connector at it', async () => {
    const browser = await signIn('admin')
    const unknown = `/sso/sso_${'0'.repeat(24)}/test`
    expect(await refusalOn(await browser.get(unknown))).toBe('login_sso_key_unknown')
    const key = await stage.api('POST', `/tenants/${stage.tenantId}/sso-keys`, {
      name: 'unused',
      environment: 'production',
    })
    expect((await browser.get(`/sso/${key.id}/test`)).status).toBe(404)
  })
})
