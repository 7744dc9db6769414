// What an administrator may rely on: nothing goes live untested, and what is live governs the next
// login.

import { strict as assert } from 'node:assert'
import { createApiClient } from '../api-client.ts'
import { openBrowser, type Page } from '../browser.ts'
import type { Variant } from '../idp/variants.ts'
import { beginTest, startTest } from '../seed.ts'
import type { Stack } from '../stack.ts'
import type { Tally } from '../tally.ts'
import { choose, claimsOf, goToIdp, refusalOf } from './person.ts'

const PASSWORD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password'

/** Changes the demo connector and tests it, badly and well, before activating it. */
export async function checkConfiguration(tally: Tally, stack: Stack): Promise<void> {
  const { seeded, workerOrigin, operatorKey } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const connector = `/tenants/${seeded.tenantId}/connectors/${seeded.connectorId}`
  const activate = async (version: string) =>
    (await api.send('POST', `${connector}:activate`, { version })).status

  await tally.check('A test link works once', async () => {
    const { test_url } = await startTest(api, connector)
    assert.equal((await openBrowser().visit(test_url)).status, 200)
    const begun = await beginTest(openBrowser(), test_url)
    assert.equal(begun.url.origin, stack.idpOrigin, 'a link that was only looked at')
    assert.equal(refusalOf(await openBrowser().visit(test_url)), 'login_test_unknown')
  })
  const browser = openBrowser()
  const begun = await goToIdp(browser, stack)
  await tally.check('A changed connector goes live only after a passed test', async () => {
    const changed = await api.send('PATCH', connector, { authn_context_class_ref: PASSWORD })
    assert.equal(changed.status, 200, JSON.stringify(changed.body))
    const { test_url, version } = await startTest(api, connector)
    assert.equal(await activate(version), 409, 'untested')
    const failed = await runTest(test_url, 'wrong_audience')
    assert.equal(refusalOf(failed), 'saml_audience_mismatch')
    assert.equal(await activate(version), 409, 'after a failed test')

    const passed = await runTest((await startTest(api, connector)).test_url, 'good')
    assert.equal(refusalOf(passed), undefined)
    assert.equal(await activate(version), 200, 'after a passed test')
  })
  await tally.check('A login begun before an activation starts again under it', async () => {
    const again = await browser.submit(await choose(browser, begun, 'good', 'supervisor'))
    assert.equal(again.url.origin, stack.idpOrigin, `${again.status} at ${again.url}`)
    const arrived = await browser.submit(await choose(browser, again, 'good', 'supervisor'))
    assert.equal(claimsOf(arrived).acr, PASSWORD)
  })
  await tally.check('A sixth SSO key is refused, however they are asked for', async () => {
    const names = Array.from({ length: 10 }, (_, at) => `extra ${at}`)
    const answers = await Promise.all(
      names.map((name) =>
        api.send('POST', `/tenants/${seeded.tenantId}/sso-keys`, {
          name,
          environment: 'production',
        }),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 201).length, 4)
    assert.equal(answers.filter(({ status }) => status === 409).length, 6)
  })
  await tally.check('The operator key opens nothing but the API keys', async () => {
    const { status } = await createApiClient(workerOrigin, operatorKey).send('GET', '/tenants')
    assert.equal(status, 403)
  })
  await tally.check('The OpenAPI document names every address used here', async () => {
    const { paths } = await api.get<{ paths: Record<string, unknown> }>('/openapi.json')
    assert.ok(Object.keys(paths).length > 10)
  })
}

async function runTest(url: string, variant: Variant): Promise<Page> {
  const browser = openBrowser()
  const answer = await choose(browser, await beginTest(browser, url), variant, 'manager')
  return browser.submit(answer)
}
