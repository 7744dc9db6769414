import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { signedResponse } from '../../support/signed-response.ts'
import {
  answerAt,
  begin,
  deliver,
  IDP,
  requestIn,
  type Stage,
  setStage,
  testAndActivate,
} from '../../support/stage.ts'

let stage: Stage
let children: readonly string[]
const sites = (...site: string[]) => ({ attributes: { email: ['alice@example.org'], site } })

beforeAll(async () => {
  stage = await setStage()
  const childOf = async (name: string) =>
    String((await stage.api('POST', '/tenants', { name, parent_id: stage.tenantId })).id)
  children = [await childOf('North & Co'), await childOf('South')]
  const rules = ['north', 'south'].map((value, at) => ({
    match: 'exact',
    value,
    tenant_id: children[at],
  }))
  await stage.api('PATCH', `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`, {
    tenants: { attribute: 'site', rules },
    idp_initiated: 'accept',
  })
  await testAndActivate(stage, sites('north', 'south'))
})

const tenantOf = async (browser: TestBrowser) => {
  const session = await browser.get('/session', { accept: 'application/json' })
  return session.status === 200 ? ((await session.json()) as { tenant: object }).tenant : undefined
}

describe('a login at a connector that opens several tenants', () => {
  it('opens the one tenant that the rules name (I5)', async () => {
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser), sites('north'))
    expect(await tenantOf(browser)).toEqual({ id: children[0], name: 'North & Co' })
  })

  it('is refused where no rule holds, the connector’s own tenant included', async () => {
    const browser = openBrowser(stage.app)
    const page = await answerAt(stage, browser, await begin(stage, browser), sites('west'))
    expect(await refusalOn(page)).toBe('login_tenant_unmatched')
    expect(await tenantOf(browser)).toBeUndefined()
  })

  it('lets a person of several choose, and asks the IdP again for the chosen one', async () => {
    const browser = openBrowser(stage.app)
    const left = await begin(stage, browser)
    const page = await answerAt(stage, browser, left, sites('south', 'north'))
    const text = await page.text()
    expect(await tenantOf(browser)).toBeUndefined()
    const links = [...text.matchAll(/href="(\/sso\/[^"]+\/tenant\?[^"]+)"/g)].map(([, url = '']) =>
      url.replaceAll('&amp;', '&'),
    )
    expect(links).toHaveLength(2)
    const again = await browser.get(links[1] ?? '')
    expect(again.headers.get('location')).toContain('https://idp.example/sso?SAMLRequest=')
    const landing = await answerAt(stage, browser, again, sites('south', 'north'))
    expect(landing.headers.get('location')).toBe('/session')
    expect(await tenantOf(browser)).toEqual({ id: children[1], name: 'South' })
  })

  it('opens no tenant for having been chosen: the IdP’s new answer decides', async () => {
    const browser = openBrowser(stage.app)
    const left = await begin(stage, browser)
    const page = await answerAt(stage, browser, left, sites('south', 'north'))
    const link = /href="(\/sso\/[^"]+\/tenant\?[^"]+)"/.exec(await page.text())?.[1] ?? ''
    const again = await browser.get(link.replaceAll('&amp;', '&'))
    await answerAt(stage, browser, again, sites('south'))
    expect(await tenantOf(browser)).toMatchObject({ id: children[1] })
  })

  it('remembers the choice while the login starts again under another version', async () => {
    const browser = openBrowser(stage.app)
    const left = await begin(stage, browser)
    const page = await answerAt(stage, browser, left, sites('south', 'north'))
    const link = /href="(\/sso\/[^"]+\/tenant\?[^"]+)"/.exec(await page.text())?.[1] ?? ''
    const again = await browser.get(link.replaceAll('&amp;', '&'))
    const connector = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
    const named = { attributes: { ...sites('south', 'north').attributes, name: ['Alice'] } }
    await stage.api('PATCH', connector, {
      mapping: { email: ['email'], first_name: { from: ['name'], required: true } },
    })
    await testAndActivate(stage, named)
    const restarted = await answerAt(stage, browser, again, sites('south', 'north'))
    await answerAt(stage, browser, restarted, named)
    expect(await tenantOf(browser)).toMatchObject({ id: children[0] })
    await stage.api('PATCH', connector, { mapping: { email: ['email'] } })
    await testAndActivate(stage, named)
  })

  it('lets a person choose whom the IdP sent by itself, in a login of our own', async () => {
    const browser = openBrowser(stage.app)
    const unasked = (xml: string) => xml.replace(/ InResponseTo="[^"]*"/, '')
    const { spEntityID, acsUrl } = stage.ssoKey
    const { base64 } = await signedResponse({
      ...{ spEntityID, acsUrl, idpEntityID: IDP, issuedAt: Date.now() },
      ...{ editAssertion: unasked, editResponse: unasked },
      ...sites('south', 'north'),
    })
    const page = await deliver(stage, browser, base64)
    const link = /href="(\/sso\/[^"]+\/tenant\?tenant=[^"]+)"/.exec(await page.text())?.[1] ?? ''
    expect(await tenantOf(browser)).toBeUndefined()
    const again = await browser.get(link)
    expect(requestIn(again)).toContain('<samlp:AuthnRequest')
    expect(requestIn(again)).not.toContain('ForceAuthn="true"')
    await answerAt(stage, browser, again, sites('south', 'north'))
    expect(await tenantOf(browser)).toMatchObject({ id: children[0] })
  })

  it('takes a choice only from the browser that was asked (R53)', async () => {
    const browser = openBrowser(stage.app)
    const left = await begin(stage, browser)
    const page = await answerAt(stage, browser, left, sites('south', 'north'))
    const link = /href="(\/sso\/[^"]+\/tenant\?[^"]+)"/.exec(await page.text())?.[1] ?? ''
    const stranger = openBrowser(stage.app)
    const refused = await stranger.get(link.replaceAll('&amp;', '&'))
    expect(await refusalOn(refused)).toBe('login_request_unknown')
  })
})
