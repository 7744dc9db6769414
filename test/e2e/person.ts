// What a person does in the browser.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import type { PersonKey } from '../../dev/idp/people.ts'
import type { Variant } from '../../dev/idp/variants.ts'
import type { Stack } from '../../dev/stack.ts'

/** Opens the application and presses "Log in"; ends at the IdP. */
export async function goToIdp(page: Page, { appOrigin, idpOrigin }: Stack): Promise<void> {
  await page.goto(`${appOrigin}/`)
  await page.getByRole('link', { name: 'Log in' }).click()
  await page.waitForURL(`${idpOrigin}/**`)
}

/** Chooses at the IdP and continues; the answer is posted by the page itself where scripts run. */
export async function choose(page: Page, variant: Variant, person: PersonKey): Promise<void> {
  await checkPerson(page, person)
  if (variant !== 'good') await page.getByText('Answers that must be refused').click()
  await page.locator(`[name=variant][value=${variant}]`).check()
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Chooses a person at the IdP; some stand behind "More test people". */
export async function checkPerson(page: Page, person: PersonKey): Promise<void> {
  const choice = page.locator(`[name=person][value=${person}]`)
  await choice.waitFor({ state: 'attached' })
  if (!(await choice.isVisible())) await page.getByText('More test people').click()
  await choice.check()
}

/** Asserts that the application greets somebody, and that its table holds a claim. */
export async function assertLoggedIn(
  page: Page,
  { appOrigin }: Stack,
  email: string,
): Promise<void> {
  // Not by its address first: waiting for one fails when a further press aborts the navigation
  // under way.
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  assert.equal(page.url(), `${appOrigin}/`)
  assert.equal(await page.locator('[data-claim=email]').textContent(), email)
}

/** Asserts that the page is our refusal with this code. */
export async function assertRefused(page: Page, code: string): Promise<void> {
  await page.locator('main[data-refusal]').waitFor()
  assert.equal(await page.locator('main').getAttribute('data-refusal'), code)
}

/** Presses Tab until what has the focus matches, and asserts that the focus can be seen. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    const focused = page.locator(`${selector}:focus`)
    if ((await focused.count()) === 0) continue
    const visible = await focused.evaluate((element) => {
      const ringed = element.closest('label') ?? element
      return [element, ringed].some((e) => getComputedStyle(e).outlineStyle !== 'none')
    })
    assert.ok(visible, `the focus on ${selector} cannot be seen`)
    return
  }
  assert.fail(`${selector} cannot be reached with the keyboard`)
}
