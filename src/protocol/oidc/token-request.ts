// The token request (RFC 6749 §4.1.3, RFC 7636 §4.5), once the client is known.

import { ok, type Result, refuse } from '../../result.ts'
import { checkRepeated, type Parameters, readParameters, requireParameter } from './parameters.ts'
import type { OidcRefusal } from './refusals.ts'

/** An authorization code and what proves that it may be redeemed. */
export interface TokenRequest {
  readonly code: string
  readonly redirectUri: string
  readonly codeVerifier: string
}

const NAMES = [
  'grant_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'client_id',
  'client_secret',
] as const

export type TokenParameters = Parameters<(typeof NAMES)[number]>

/** Reads the parameters of the endpoint from its form. Refuses a repeated one (RFC 6749 §3.2). */
export function readTokenParameters(
  form: URLSearchParams,
): Result<TokenParameters['values'], OidcRefusal> {
  const { values, repeated } = readParameters(form, NAMES)
  const refusal = checkRepeated(repeated)
  return refusal ? refuse(refusal) : ok(values)
}

/** Reads the grant. */
export function readTokenRequest(
  values: TokenParameters['values'],
): Result<TokenRequest, OidcRefusal> {
  const grantType = requireParameter(values, 'grant_type')
  if (!grantType.ok) return grantType
  if (grantType.value !== 'authorization_code')
    return refuse({ code: 'oidc_grant_type_unsupported' })
  const code = requireParameter(values, 'code')
  if (!code.ok) return code
  const redirectUri = requireParameter(values, 'redirect_uri')
  if (!redirectUri.ok) return redirectUri
  const codeVerifier = requireParameter(values, 'code_verifier')
  if (!codeVerifier.ok) return codeVerifier
  return ok({ code: code.value, redirectUri: redirectUri.value, codeVerifier: codeVerifier.value })
}
