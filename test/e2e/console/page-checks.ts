// What holds on every screen: axe finds nothing in light and dark, on a desk and on a phone,
// nothing scrolls sideways, and nothing went wrong behind it.

import { strict as assert } from 'node:assert'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { ROOT } from '../../../dev/worker.ts'
import type { ConsoleTab } from './open-console.ts'

const AXE = readFileSync(path.join(ROOT, 'node_modules/axe-core/axe.min.js'), 'utf8')
const FOLDER = path.join(
  process.env.SCREENSHOTS ?? path.join(ROOT, '.edge-sso/screenshots'),
  'console',
)
const SCHEMES = ['light', 'dark'] as const
const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
] as const

/** What axe reports of one rule. */
interface Finding {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly html: string }[]
}

/**
 * Checks the screen that a tab shows, and keeps a picture of each variant under `name`. The tab has
 * the desk's size and the light scheme afterwards.
 */
export async function checkPage({ page, faults }: ConsoleTab, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  for (const colorScheme of SCHEMES)
    for (const size of SIZES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize(size)
      const at = `${name}.${colorScheme}.${size.width}`
      await page.screenshot({ path: path.join(FOLDER, `${at}.png`), fullPage: true })
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(width <= size.width, `${at} is ${width} px wide`)
      assert.deepEqual(await findByAxe(page), [], at)
    }
  await page.setViewportSize(SIZES[0])
  await page.emulateMedia({ colorScheme: 'light' })
  assert.deepEqual(faults, [], name)
}

/** Runs axe. It comes by the debugger, because the page's policy lets no script of ours in. */
async function findByAxe(page: Page): Promise<readonly string[]> {
  const debug = await page.context().newCDPSession(page)
  await debug.send('Runtime.evaluate', { expression: AXE })
  const { result } = await debug.send('Runtime.evaluate', {
    expression: `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => JSON.stringify(violations))`,
    awaitPromise: true,
  })
  await debug.detach()
  const findings: readonly Finding[] = JSON.parse(String(result.value))
  return findings.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html.slice(0, 200)}`)
}
