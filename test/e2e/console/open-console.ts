// A tab with the console in it, which remembers everything that must not happen: violations of the
// policy, errors of the page, errors in the browser's console.

import type { BrowserContext, Page } from 'playwright-core'
import type { Scene } from '../scene.ts'

/** A tab with the console. */
export interface ConsoleTab {
  readonly page: Page
  /** What went wrong so far, one line each. */
  readonly faults: readonly string[]
  /** Opens an address below `/console`, and waits until its screen stands. */
  go(path: string): Promise<void>
}

/**
 * Opens the console at a path below `/console`. `context`: in the browser of somebody who is signed
 * in; absent: in a fresh one.
 */
export async function openConsole(
  { chromium, stack }: Scene,
  path: string,
  context?: BrowserContext,
): Promise<ConsoleTab> {
  const page = context ? await context.newPage() : await chromium.openPage()
  const faults: string[] = []
  await collectFaults(page, faults)
  const tab: ConsoleTab = {
    page,
    faults,
    async go(to) {
      await page.goto(`${stack.workerOrigin}/console${to}`)
      await screenStands(page)
    },
  }
  await tab.go(path)
  return tab
}

/** Waits until a screen has its title and has read what it shows. */
export async function screenStands(page: Page): Promise<void> {
  await page.locator('h1#page-title').waitFor()
  await page.waitForLoadState('networkidle')
}

async function collectFaults(page: Page, faults: string[]): Promise<void> {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // The browser itself reports every answer of 400 and more. The screens show refusals.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !(isAnswer && message.location().url.includes('/api/v1/')))
      faults.push(`${page.url()}: ${message.text()}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`Policy violated: ${violatedDirective} ${blockedURI}`),
    )
  })
}
