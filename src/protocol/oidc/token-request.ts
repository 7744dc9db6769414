// The token request (RFC 6749 §4.1.3, RFC 7636 §4.5), once the client is known.

import { ok, type Result, refuse } from '../../result.ts'
import type { OidcRefusal } from './oauth-refusals.ts'
import { checkRepeated, type Parameters, readParameters, requireParameter } from './parameters.ts'

/** The grants of the token endpoint; `login/oauth2/grants` has a file for each. */
export const GRANT_TYPES = ['authorization_code'] as const
export type GrantType = (typeof GRANT_TYPES)[number]

/** An authorization code and what proves that it may be redeemed. */
export interface CodeGrant {
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

/** Reads which grant is asked for, one that this endpoint knows. */
export function readGrantType(values: TokenParameters['values']): Result<GrantType, OidcRefusal> {
  const asked = requireParameter(values, 'grant_type')
  if (!asked.ok) return asked
  const known = GRANT_TYPES.find((type) => type === asked.value)
  return known === undefined ? refuse({ code: 'oidc_grant_type_unsupported' }) : ok(known)
}

/** Reads the parameters of the grant `authorization_code`. */
export function readCodeGrant(values: TokenParameters['values']): Result<CodeGrant, OidcRefusal> {
  const code = requireParameter(values, 'code')
  if (!code.ok) return code
  const redirectUri = requireParameter(values, 'redirect_uri')
  if (!redirectUri.ok) return redirectUri
  const codeVerifier = requireParameter(values, 'code_verifier')
  if (!codeVerifier.ok) return codeVerifier
  return ok({ code: code.value, redirectUri: redirectUri.value, codeVerifier: codeVerifier.value })
}
