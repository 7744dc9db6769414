// Rules that only the whole Worker can break.

import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import {
  answerAt,
  begin,
  buildApp,
  type Stage,
  setStage,
  testAndActivate,
} from '../../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('a response that answers no request', () => {
  it('is refused, however genuine (R41)', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    const edit = (xml: string) => xml.replace(/ InResponseTo="[^"]*"/, '')
    const refused = await answerAt(stage, browser, departure, { edit })
    expect(await refusalOn(refused)).toBe('login_unsolicited')
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })
})

describe('a request', () => {
  it('is worth nothing after 30 minutes, but still says where to start again (R46)', async () => {
    const early = buildApp(stage.bindings, { clock: () => Date.now() - 31 * 60_000 })
    const browser = openBrowser(early)
    const departure = await begin(stage, browser, '?return_to=https://desk.example/app')
    const late = openBrowser(stage.app)
    for (const [name, value] of browser.cookies) late.cookies.set(name, value)
    const page = await (await answerAt(stage, late, departure)).text()
    expect(page).toContain('data-refusal="login_request_expired"')
    expect(page).toContain(
      `/sso/${stage.ssoKey.id}/auth?return_to=https%3A%2F%2Fdesk.example%2Fapp`,
    )
    expect(late.cookies.has('__Host-session')).toBe(false)
  })
})

describe('a session', () => {
  it('ends when the one at the IdP does, if that is earlier (R44)', async () => {
    const end = new Date(Date.now() + 3_600_000).toISOString()
    const editAssertion = (xml: string) =>
      xml.replace(/( SessionIndex="[^"]*")/, `$1 SessionNotOnOrAfter="${end}"`)
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser), { editAssertion })
    const session = await browser.get('/session', { accept: 'application/json' })
    expect(await session.json()).toMatchObject({ expires_at: end })
  })

  it('lasts as long as the version says that governs, and no draft (I6)', async () => {
    const own = await setStage()
    const path = `/tenants/${own.tenantId}/connectors/${own.connectorId}`
    const choose = (hours: number) => own.api('PATCH', path, { max_session_hours: hours })
    expect(await hoursOf(own)).toBe(12)
    await choose(1)
    expect(await hoursOf(own)).toBe(12)
    await testAndActivate(own)
    expect(await hoursOf(own)).toBe(1)
    await choose(24)
    await testAndActivate(own)
    expect(await hoursOf(own)).toBe(24)
    expect(await hoursOf(own, 3)).toBe(3)
    expect(await hoursOf(own, 30)).toBe(24)
  })
})

/** The hours until a session ends that begins now; at the IdP it may end after so many. */
async function hoursOf(at: Stage, atIdp?: number): Promise<number> {
  const before = Date.now()
  const until = atIdp === undefined ? undefined : new Date(before + atIdp * 3_600_000).toISOString()
  const editAssertion = (xml: string) =>
    until === undefined
      ? xml
      : xml.replace(/( SessionIndex="[^"]*")/, `$1 SessionNotOnOrAfter="${until}"`)
  const browser = openBrowser(at.app)
  await answerAt(at, browser, await begin(at, browser), { editAssertion })
  const session = await browser.get('/session', { accept: 'application/json' })
  const { expires_at } = (await session.json()) as { expires_at: string }
  return Math.round((Date.parse(expires_at) - before) / 3_600_000)
}

describe('the log (I7)', () => {
  it('tells a refusal by its code and reference, and nothing that the message says', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const page = await answerAt(stage, browser, departure, { spEntityID: 'https://alice.example' })
    expect(await refusalOn(page)).toBe('saml_audience_mismatch')
    expect(log.mock.calls.map(([line]) => JSON.parse(line))).toEqual([
      {
        event: 'refused',
        code: 'saml_audience_mismatch',
        reference: expect.stringMatching(/^evt_/),
        sso_id: stage.ssoKey.id,
      },
    ])
  })

  it('tells a fault by its kind and place, never by its message', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const fault = new Error('no row for alice@example.org')
    const app = buildApp(stage.bindings, {
      configurations: { find: () => Promise.reject(fault), remember: () => undefined },
    })
    const page = await begin(stage, openBrowser(app))
    expect(page.status).toBe(500)
    const [[line]] = log.mock.calls as [[string]]
    expect(JSON.parse(line)).toEqual({
      event: 'fault',
      kind: 'Error',
      at: expect.any(String),
      reference: expect.stringMatching(/^req_/),
    })
    expect(line + (await page.text())).not.toContain('alice')
  })
})
