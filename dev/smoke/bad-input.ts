// What no IdP would send: each gets a clear refusal, and nothing happens.

import { strict as assert } from 'node:assert'
import { openBrowser } from '../browser.ts'
import type { Stack } from '../stack.ts'
import type { Tally } from '../tally.ts'
import { assertRefused, refusalOf } from './person.ts'

const UNKNOWN_SSO_ID = `sso_${'0'.repeat(24)}`
const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** Sends bad forms to the Sign-On URL, and asks at wrong addresses. */
export async function checkBadInput(tally: Tally, stack: Stack): Promise<void> {
  const { workerOrigin, idpOrigin, seeded } = stack
  const acs = seeded.ssoKey.sign_on_url
  const forms: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['A form without SAMLResponse', { other: '1' }, 'login_response_missing'],
    ['A SAMLResponse that is XML as it is', { SAMLResponse: '<xml>' }, 'post_message_not_encoded'],
    ['A SAMLResponse that is not XML', { SAMLResponse: base64('hello') }, 'xml_malformed'],
    [
      'A document type declaration',
      { SAMLResponse: base64('<!DOCTYPE r [<!ENTITY e "x">]><r>&e;</r>') },
      'xml_dtd_forbidden',
    ],
    ['A form that is too large', { SAMLResponse: 'A'.repeat(500_000) }, 'login_form_too_large'],
  ]
  for (const [title, form, code] of forms)
    await tally.check(`Refused: ${title} (${code})`, async () => {
      const browser = openBrowser()
      await assertRefused(browser, await browser.post(acs, form, idpOrigin), code, stack)
    })
  await tally.check('Refused: a body that is no form (login_form_invalid)', async () => {
    const answer = await fetch(acs, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    assert.equal(answer.status, 400)
    assert.ok((await answer.text()).includes('data-refusal="login_form_invalid"'))
  })
  await tally.check('Refused: an unknown ssoId (login_sso_key_unknown)', async () => {
    for (const path of ['auth', 'saml/metadata', 'saml/certificate.pem']) {
      const page = await openBrowser().visit(`${workerOrigin}/sso/${UNKNOWN_SSO_ID}/${path}`)
      assert.equal(page.status, 404)
      assert.equal(refusalOf(page), 'login_sso_key_unknown')
    }
  })
  await tally.check('A GET on the Sign-On URL gets an explanation', async () => {
    const page = await openBrowser().visit(acs)
    assert.equal(page.status, 405)
    assert.ok(page.body.includes('<h1>'))
  })
  await tally.check('A foreign Host is told so (421)', async () => {
    const page = await openBrowser().visit(workerOrigin.replace('localhost', '127.0.0.1'))
    assert.equal(page.status, 421)
  })
  await tally.check('An unknown address is not found (404)', async () => {
    assert.equal((await openBrowser().visit(`${workerOrigin}/nothing/here`)).status, 404)
  })
}
