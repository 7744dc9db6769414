// The authorization response: a redirect to the registered URI with a code, or with an error. `iss`
// says who answers, so that a client of several servers cannot be made to mix them up (RFC 9207).

import type { AuthorizationRequest } from './authorization-request.ts'
import { type OidcRefusal, toOAuthError } from './oauth-refusals.ts'

/** Where the answer goes, and the `state` that makes the client recognise it. */
export type ResponseTarget = Pick<AuthorizationRequest, 'redirectUri' | 'state'>

/** Writes the URL that delivers a code (RFC 6749 §4.1.2). */
export const codeResponseUrl = (target: ResponseTarget, issuer: string, code: string): string =>
  responseUrl(target, issuer, { code })

/** Writes the URL that delivers a refusal (RFC 6749 §4.1.2.1). */
export const errorResponseUrl = (
  target: ResponseTarget,
  issuer: string,
  refusal: OidcRefusal,
): string => responseUrl(target, issuer, { ...toOAuthError(refusal) })

function responseUrl(
  { redirectUri, state }: ResponseTarget,
  iss: string,
  answer: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams({ ...answer, ...(state === undefined ? {} : { state }), iss })
  // The client's own query stays as it was registered (RFC 6749 §3.1.2): parsing and writing it
  // again might change it.
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`
}
