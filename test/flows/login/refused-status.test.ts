// An IdP that says no (SAML Core §3.2.2.2), and forms whose message was encoded wrongly: what the
// person sees, and what the administrators see.

import { beforeAll, describe, expect, it } from 'vitest'
import { encodeBase64, encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { beginTest, openBrowser, openResult, refusalOn } from '../../support/browser.ts'
import { sloUrl } from '../../support/idp-logout.ts'
import {
  answerTo,
  begin,
  deliver,
  IDP,
  requestIdIn,
  type Stage,
  setStage,
} from '../../support/stage.ts'

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:'
const POSTED = { origin: 'https://idp.example' }

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})

/** What an IdP posts if nobody was signed in: nothing is signed, and there is no assertion. */
function failure(inResponseTo: string, codes: readonly string[], message: string): string {
  const nested = codes.reduceRight(
    (inner, code) => `<samlp:StatusCode Value="${code}">${inner}</samlp:StatusCode>`,
    '',
  )
  const at = `${new Date().toISOString().slice(0, 19)}Z`
  return encodeBase64(
    encodeUtf8(
      `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_no" Version="2.0" IssueInstant="${at}"` +
        ` Destination="${stage.ssoKey.acsUrl}" InResponseTo="${inResponseTo}">` +
        `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${IDP}</saml:Issuer>` +
        `<samlp:Status>${nested}<samlp:StatusMessage>${message}</samlp:StatusMessage></samlp:Status></samlp:Response>`,
    ),
  )
}

async function refusedWith(codes: readonly string[], message = 'a word of the IdP') {
  const browser = openBrowser(stage.app)
  const departure = await begin(stage, browser, '?return_to=https://desk.example/app')
  const page = await deliver(stage, browser, failure(requestIdIn(departure), codes, message))
  const text = await page.text()
  const event = />(evt_\w+)</.exec(text)?.[1]
  return { status: page.status, text, event, browser }
}

const eventOf = (event: string | undefined) =>
  stage.api('GET', `/tenants/${stage.tenantId}/events/${event}`)

describe('a status that is not Success', () => {
  it('AuthnFailed is the person’s: they start again', async () => {
    const message = 'User cancelled the sign-in'
    const { text, event } = await refusedWith(
      [`${STATUS}Responder`, `${STATUS}AuthnFailed`],
      message,
    )
    expect(text).toContain('data-refusal="saml_status_authn_failed"')
    expect(text).toContain('Start again')
    expect(text).toContain(
      `/sso/${stage.ssoKey.id}/auth?return_to=https%3A%2F%2Fdesk.example%2Fapp`,
    )
    expect(text).not.toContain(message)
    expect(await eventOf(event)).toMatchObject({
      code: 'saml_status_authn_failed',
      data: {
        fixed_by: 'user',
        got: [`${STATUS}Responder`, `${STATUS}AuthnFailed`],
        status_message: message,
      },
    })
  })

  it('RequestDenied is the organisation’s: it did not allow this', async () => {
    const message = 'The signed in user is not assigned to a role for the application'
    const { status, text, event, browser } = await refusedWith(
      [`${STATUS}Responder`, `${STATUS}RequestDenied`],
      message,
    )
    expect(status).toBe(403)
    expect(text).toContain('data-refusal="saml_status_request_denied"')
    expect(text).toContain('Your organisation did not allow this sign')
    expect(text).not.toContain('Start again')
    expect(text).not.toContain(message)
    expect(browser.cookies.has('__Host-session')).toBe(false)
    expect(await eventOf(event)).toMatchObject({
      data: { fixed_by: 'idp_admin', status_message: message },
    })
  })

  it.each([
    ['NoPassive', 'saml_status_no_passive', true],
    ['InvalidNameIDPolicy', 'saml_status_invalid_name_id_policy', false],
    ['NobodyKnows', 'saml_status_not_success', false],
  ])('%s is %s', async (name, code, again) => {
    const { text } = await refusedWith([`${STATUS}Requester`, STATUS + name])
    expect(text).toContain(`data-refusal="${code}"`)
    expect(text.includes('Start again')).toBe(again)
  })

  it('has its message bounded and in one line, for administrators alone', async () => {
    const { text, event } = await refusedWith(
      [`${STATUS}Responder`],
      `one\n\u202etwo&#x9;${'x'.repeat(5000)}`,
    )
    expect(text).not.toContain('xxxx')
    const { data } = (await eventOf(event)) as { data: { status_message: string } }
    expect(data.status_message).toBe(`one two ${'x'.repeat(248)}`)
  })

  it('shows codes and message on the page of a test', async () => {
    const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}:test`
    const { test_url: url } = await stage.api('POST', path, {})
    const browser = openBrowser(stage.app)
    const departure = await beginTest(browser, String(url))
    const codes = [`${STATUS}Responder`, `${STATUS}NoAuthnContext`]
    const answer = await deliver(
      stage,
      browser,
      failure(requestIdIn(departure), codes, 'no such way'),
    )
    const text = await (await openResult(browser, answer)).text()
    expect(text).toContain('data-refusal="saml_status_no_authn_context"')
    expect(text).toContain('NoAuthnContext')
    expect(text).toContain('no such way')
  })

  it('is shown by :try as well', async () => {
    const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}:try`
    const saml_response = failure('_r', [`${STATUS}Responder`, `${STATUS}AuthnFailed`], 'late')
    expect(await stage.api('POST', path, { saml_response })).toMatchObject({
      refusal: { code: 'saml_status_authn_failed', status_message: 'late' },
    })
  })
})

describe('a message in a form that was encoded wrongly is named, and lets nobody in', () => {
  const spoiled: readonly (readonly [string, (base64: string) => string, string])[] = [
    ['lost plus signs', (field) => field.replaceAll('+', ' '), 'post_message_plus_lost'],
    ['base64url', (field) => encodeBase64Url(encodeUtf8(atob(field))), 'post_message_base64url'],
    ['base64 twice', (field) => btoa(field), 'post_message_encoded_twice'],
    ['bare XML', (field) => atob(field), 'post_message_not_encoded'],
    ['nothing', () => '', 'post_message_empty'],
  ]

  it.each(spoiled)('%s, at the ACS', async (_, spoil, code) => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    // A value that is sure to have plus signs in its base64.
    const answer = await answerTo(stage, departure, { attributes: { a: ['~~>~~>~~>~~>'] } })
    const refused = await deliver(stage, browser, spoil(answer))
    expect(refused.status).toBe(400)
    expect(await refusalOn(refused)).toBe(code)
    expect(browser.cookies.has('__Host-session')).toBe(false)
  })

  it.each(spoiled)('%s, at the logout URL', async (_, spoil, code) => {
    const browser = openBrowser(stage.app)
    const SAMLRequest = spoil(btoa('<a b="~~>~~>~~>~~>"/>'))
    expect(await refusalOn(await browser.post(sloUrl(stage), { SAMLRequest }, POSTED))).toBe(code)
  })

  it.each([
    ['a request', { SAMLRequest: btoa('<a/>') }, 'post_request_received'],
    ['an artifact', { SAMLart: 'AAQ' }, 'post_artifact_received'],
    ['neither', { RelayState: 'x' }, 'login_response_missing'],
  ])('%s in place of a response', async (_, fields, code) => {
    const browser = openBrowser(stage.app)
    expect(await refusalOn(await browser.post(stage.ssoKey.acsUrl, fields, POSTED))).toBe(code)
  })

  it('an answer in a URL', async () => {
    const refused = await openBrowser(stage.app).get(`${stage.ssoKey.acsUrl}?SAMLResponse=x`)
    expect(await refusalOn(refused)).toBe('post_response_in_url')
  })
})
