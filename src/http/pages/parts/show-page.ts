// Sends a page with the headers that every page has. A page may name a person or hold a message: it
// is never stored, never framed, and its address (which may hold a one-time token) is told to
// nobody.

import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { contentSecurityPolicy, type FormTarget } from './content-security-policy.ts'
import type { Page } from './layout.tsx'

/** Features of browsers that no page of ours uses, and the two that the pages with passkeys do. */
export const PERMISSIONS = [
  ...[
    'accelerometer',
    'autoplay',
    'browsing-topics',
    'camera',
    'display-capture',
    'fullscreen',
    'geolocation',
    'gyroscope',
    'hid',
    'microphone',
    'midi',
    'payment',
    'serial',
    'usb',
  ].map((feature) => `${feature}=()`),
  'publickey-credentials-create=(self)',
  'publickey-credentials-get=(self)',
].join(', ')

/**
 * Answers with a page. `formTarget` says where its form may go; a page without a form leaves it
 * out.
 */
export async function showPage(
  c: Context,
  page: Page,
  { status = 200, formTarget = 'none' }: { status?: ContentfulStatusCode; formTarget?: FormTarget },
): Promise<Response> {
  c.header('Content-Security-Policy', await contentSecurityPolicy(formTarget))
  c.header('Cache-Control', 'no-store')
  // The origin alone: `no-referrer` would turn the Origin of our own form posts into `null`.
  c.header('Referrer-Policy', 'strict-origin')
  // Whoever opened this page in a window of theirs keeps no hold of it, to send it to a copy of
  // ours.
  c.header('Cross-Origin-Opener-Policy', 'same-origin')
  c.header('Permissions-Policy', PERMISSIONS)
  return c.html(page, status)
}
