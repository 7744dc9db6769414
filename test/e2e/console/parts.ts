// The parts of the console in a browser: what each looks like is checked as a page, and how they
// behave is checked by keyboard.

import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import type { Scene } from '../scene.ts'
import { openConsole } from './open-console.ts'
import { checkPage } from './page-checks.ts'

const focused = (page: Page): Promise<string> =>
  page.evaluate(
    () =>
      document.activeElement?.getAttribute('aria-label') ??
      document.activeElement?.textContent ??
      '',
  )

/** Checks every part in every state. */
export async function checkParts(scene: Scene): Promise<void> {
  const tab = await openConsole(scene, '/parts')
  const { page } = tab
  const { tally } = scene
  await tally.check('Every part is whole in light, dark, on a desk and on a phone', () =>
    checkPage(tab, 'parts'),
  )
  await tally.check('A menu works by keyboard, and gives the focus back', () => checkMenu(page))
  await tally.check('A dialog takes the focus, Escape closes it, and the focus goes back', () =>
    checkDialog(page),
  )
  await tally.check('What destroys waits for the typed name', () => checkConfirm(page))
  await tally.check('Copying is announced', () => checkCopy(page))
  await tally.check('A radio group has arrow keys', () => checkRadio(page))
  await tally.check('What was typed survives a reload', () => checkDraft(page))
  await tally.check('Nothing moves for those who want no motion', () => checkMotion(page))
  await tally.check('A row is a card on a phone, and opens as a whole', () => checkCards(page))
  await tally.check('Ctrl K jumps, and ? lists the keys', () => checkKeys(page))
  await tally.check('The parts broke no policy and made no error', () =>
    assert.deepEqual(tab.faults, []),
  )
  await page.context().close()
}

async function checkMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Actions of Okta' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menu').waitFor()
  await page.waitForFunction(() => document.activeElement?.textContent === 'Copy login address')
  await page.keyboard.press('ArrowDown')
  assert.match(await focused(page), /^Test/)
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  assert.equal(await focused(page), 'Actions of Okta')
}

async function checkDialog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open a dialog' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'A dialog' })
  await dialog.waitFor()
  await page.waitForFunction(() => document.activeElement?.closest('[role=dialog]'))
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await focused(page), 'Open a dialog')
}

async function checkConfirm(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Delete an SSO key' }).click()
  const destroy = page.getByRole('dialog').getByRole('button', { name: /^Delete SSO key/ })
  await destroy.click({ force: true })
  assert.equal(await page.getByRole('dialog').count(), 1)
  await page.getByLabel(/^Type/).fill('okta-production')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

async function checkCopy(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy EntityID' }).click()
  await page.getByRole('status').getByText('Copied: EntityID').waitFor({ state: 'attached' })
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  assert.match(copied, /^https:\/\/idp\.example\.com/)
}

async function checkRadio(page: Page): Promise<void> {
  await page.getByLabel('Production', { exact: false }).first().focus()
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.getByRole('radio', { name: /^Non-production/ }).isChecked(), true)
}

async function checkDraft(page: Page): Promise<void> {
  await page.getByLabel('Key name').fill('okta-production')
  await page.reload()
  await page.waitForFunction(
    () =>
      document.querySelector<HTMLInputElement>('form input[type=text]')?.value ===
      'okta-production',
  )
  await page.getByRole('button', { name: 'Start over' }).click()
}

async function checkMotion(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const moving = await page.evaluate(() => document.getAnimations().length)
  assert.equal(moving, 0)
}

async function checkCards(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 })
  const row = page.getByRole('row').filter({ hasText: '12,840' })
  const { width = 0 } = (await row.boundingBox()) ?? {}
  assert.ok(width > 300 && width <= 390)
  assert.equal(await row.getByRole('link').first().textContent(), 'Okta')
  await page.setViewportSize({ width: 1280, height: 900 })
}

async function checkKeys(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Open a dialog' }).focus()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('/')
  assert.equal(await focused(page), 'Search connectors')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Jump to' }).fill('parts')
  await page.getByRole('option', { name: /Parts/ }).waitFor()
  await page.keyboard.press('Escape')
}
