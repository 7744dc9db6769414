import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openResult, refusalOn, type TestBrowser } from '../../support/browser.ts'
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
