// The form of an OAuth request, bounded while it is read (RFC 6749 §3.1, §3.2).

import type { OidcRefusal } from '../protocol/oidc/oauth-refusals.ts'
import { ok, type Result, refuse } from '../result.ts'
import { readBounded } from './read-bounded.ts'

/** Ten times what any request needs; one to /oauth2/authorize has to fit into a URL as well. */
const MAX_FORM_BYTES = 8 * 1024

/** Reads a form-encoded body. Refuses another content type, and more than 8 KiB. */
export async function readForm(request: Request): Promise<Result<URLSearchParams, OidcRefusal>> {
  const type = request.headers.get('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return refuse({ code: 'oidc_form_invalid' })
  const body = await readBounded(request.body, MAX_FORM_BYTES)
  if (body === undefined) return refuse({ code: 'oidc_form_too_large', expected: MAX_FORM_BYTES })
  return ok(new URLSearchParams(new TextDecoder().decode(body)))
}
