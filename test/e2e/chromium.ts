// A real Chromium, and what every page must be in it: readable on a phone, and true to its own
// Content-Security-Policy.

import { strict as assert } from 'node:assert'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Lifetime } from '../../dev/lifetime.ts'
import { ROOT } from '../../dev/worker.ts'

const EXECUTABLE = '/usr/bin/chromium'
const DESKTOP = { width: 1200, height: 900 }
const PHONE = { width: 360, height: 740 }
const TIMEOUT_MS = 30_000

export interface Chromium {
  /** A person with a browser of their own: no cookies, no history. */
  openPage(options?: { readonly javaScriptEnabled?: boolean }): Promise<Page>
  /**
   * Keeps a picture of the page for desktop and phone; asserts that a phone need not scroll
   * sideways.
   */
  picture(page: Page, name: string): Promise<void>
  /** What the pages' policies blocked so far. */
  readonly violations: readonly string[]
}

/** Starts Chromium for the rest of the lifetime. */
export async function startChromium(lifetime: Lifetime): Promise<Chromium> {
  if (!existsSync(EXECUTABLE)) throw new Error('Install first: apt-get install chromium')
  const profile = mkdtempSync(path.join(tmpdir(), 'edge-sso-chromium-'))
  lifetime.add(async () => rmSync(profile, { recursive: true, force: true }))
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    headless: true,
    // The lifetime ends it, in order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
    env: { ...process.env, HOME: profile },
  })
  lifetime.add(() => browser.close())
  const folder = process.env.SCREENSHOTS ?? path.join(ROOT, '.edge-sso', 'screenshots')
  mkdirSync(folder, { recursive: true })
  const violations: string[] = []

  return {
    violations,
    async openPage(options = {}) {
      const context = await browser.newContext({ viewport: DESKTOP, ...options })
      context.setDefaultTimeout(TIMEOUT_MS)
      collectViolations(context, violations)
      return context.newPage()
    },
    async picture(page, name) {
      await page.screenshot({ path: path.join(folder, `${name}.desktop.png`), fullPage: true })
      await page.setViewportSize(PHONE)
      await page.screenshot({ path: path.join(folder, `${name}.phone.png`), fullPage: true })
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      await page.setViewportSize(DESKTOP)
      assert.ok(width <= PHONE.width, `${name} is ${width} px wide on a phone`)
    },
  }
}

function collectViolations(context: BrowserContext, violations: string[]): void {
  context.on('console', (message) => {
    const text = message.text()
    if (text.includes('Content Security Policy'))
      violations.push(`${message.page()?.url()}: ${text}`)
  })
}
