// GET /console/*: the console's document, the same for every path, since the console routes by
// itself. Its scripts and styles are static assets, which the platform serves without the Worker.

import type { Handler } from 'hono'
import { Outage, reaching } from '../../outage.ts'
import type { Deps } from '../deps.ts'
import { PERMISSIONS } from '../pages/parts/show-page.ts'

/** Nothing but our own files runs, and no text becomes markup or code (trusted types). */
export const CONSOLE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

const ASSETS = '/console/assets/'

/** Serves the document. It holds nothing of anybody: what it shows it asks the API for. */
export const showConsole =
  ({ assets, config }: Pick<Deps, 'assets' | 'config'>): Handler =>
  async (c) => {
    // Only a file that this deployment does not have comes here: the platform serves the others.
    if (c.req.path.startsWith(ASSETS)) return c.notFound()
    if (c.req.path === '/console') return c.redirect('/console/', 308)
    const document = await reaching('assets', () =>
      assets.fetch(`${config.publicOrigin}/console/index.html`),
    )
    if (!document.ok) throw new Outage('assets', document.status)
    return c.html(await document.text(), 200, {
      'Content-Security-Policy': CONSOLE_POLICY,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'strict-origin',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Permissions-Policy': PERMISSIONS,
    })
  }
