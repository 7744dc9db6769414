// Where a person may be sent back to after a login (R51). The text is bounded and made canonical when the login begins;
// whether an address is allowed is decided at its end, for the session's tenant.

import type { Application } from '../tenants/application.ts'

const MAX_BYTES = 1024

/** Reads a `return_to` parameter: an absolute http(s) URL without credentials. Undefined for anything else. */
export function parseReturnTo(text: string): string | undefined {
  // Characters that browsers drop or fold would let one text mean two addresses.
  if (new TextEncoder().encode(text).length > MAX_BYTES || /[\s\\\p{Cc}]/u.test(text))
    return undefined
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.username === '' && url.password === '' ? url.href : undefined
}

/** Tells whether an application of the tenant lives at that address: the same origin, at or below its landing path. */
export function isAllowedReturn(
  returnTo: string,
  applications: readonly Pick<Application, 'landingUrl'>[],
): boolean {
  const url = new URL(returnTo)
  return applications.some(({ landingUrl }) => {
    const landing = new URL(landingUrl)
    const folder = landing.pathname.endsWith('/') ? landing.pathname : `${landing.pathname}/`
    return url.origin === landing.origin && `${url.pathname}/`.startsWith(folder)
  })
}
