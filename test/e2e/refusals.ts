// What people see when a login is refused, and that they can begin again where that helps.

import { strict as assert } from 'node:assert'
import { PEOPLE } from '../../dev/idp/people.ts'
import type { Variant } from '../../dev/idp/variants.ts'
import { assertLoggedIn, assertRefused, choose, goToIdp, tabTo } from './person.ts'
import type { Scene } from './scene.ts'

const SHOWN: readonly (readonly [Variant, string])[] = [
  ['unsigned', 'saml_signature_missing'],
  ['tampered', 'dsig_digest_mismatch'],
  ['expired', 'saml_confirmation_expired'],
  ['wrong_audience', 'saml_audience_mismatch'],
  ['declined', 'saml_status_authn_failed'],
]

/** Looks at refusals as a person does. */
export async function checkRefusals(scene: Scene): Promise<void> {
  const { tally, stack, chromium } = scene
  for (const [variant, code] of SHOWN)
    await tally.check(
      `The page of ${code} explains itself, and a reload changes nothing`,
      async () => {
        const page = await chromium.openPage()
        await goToIdp(page, stack)
        await choose(page, variant, 'admin')
        await assertRefused(page, code)
        await chromium.picture(page, `refused-${code}`)
        await page.reload()
        await assertRefused(page, code)
      },
    )
  await tally.check('A login whose cookies were lost starts again', async () => {
    const page = await chromium.openPage()
    await goToIdp(page, stack)
    await page.context().clearCookies()
    await choose(page, 'good', 'manager')
    await assertRefused(page, 'login_request_unknown')
    await chromium.picture(page, 'refused-login_request_unknown')
    await tabTo(page, 'a.button')
    await page.keyboard.press('Enter')
    await page.waitForURL(`${stack.idpOrigin}/**`)
  })
  await tally.check('An answer that was stolen is worth nothing in another browser', () =>
    checkTheft(scene),
  )
}

/** The thief has the whole form, and posts it from the IdP's own site. */
async function checkTheft({ stack, chromium }: Scene): Promise<void> {
  const acs = stack.seeded.ssoKey.sign_on_url
  const victim = await chromium.openPage()
  const posted = victim.waitForRequest(acs)
  await goToIdp(victim, stack)
  await choose(victim, 'good', 'representative')
  const form = new URLSearchParams((await posted).postData() ?? '')
  await assertLoggedIn(victim, stack, PEOPLE.representative.email)

  const thief = await chromium.openPage()
  await thief.goto(`${stack.idpOrigin}/`)
  await thief.evaluate(
    ({ action, fields }) => {
      const form = document.createElement('form')
      Object.assign(form, { method: 'post', action })
      for (const [name, value] of fields) {
        form.append(Object.assign(document.createElement('input'), { name, value }))
      }
      document.body.append(form)
      form.submit()
    },
    { action: acs, fields: [...form] },
  )
  await assertRefused(thief, 'login_request_unknown')
  assert.equal((await thief.goto(`${stack.workerOrigin}/session`))?.status(), 401)
}
