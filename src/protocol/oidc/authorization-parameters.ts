// Who asks, and where the answer goes: read before all else, as nothing may be redirected while
// they are in doubt (RFC 6749 §4.1.2.1).

import { type Result, refuse } from '../../result.ts'
import type { OidcRefusal } from './oauth-refusals.ts'
import { checkRepeated, type Parameters, readParameters, requireParameter } from './parameters.ts'

const NAMES = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'login_hint',
  'id_token_hint',
  'sso_id',
  'request',
  'request_uri',
  'registration',
] as const
export type AuthorizationParameters = Parameters<(typeof NAMES)[number]>

/** Reads the parameters of the endpoint from a query or a form. */
export const readAuthorizationParameters = (search: URLSearchParams): AuthorizationParameters =>
  readParameters(search, NAMES)

/**
 * Reads who asks. A refusal here is shown to the person: there is no trusted place to redirect to
 * (RFC 6749 §4.1.2.1).
 */
export function readClientId({
  values,
  repeated,
}: AuthorizationParameters): Result<string, OidcRefusal> {
  const refusal = checkRepeated(repeated.filter((name) => name === 'client_id'))
  return refusal ? refuse(refusal) : requireParameter(values, 'client_id')
}

/**
 * Reads where the answer goes: exactly one of the registered URIs, compared as strings (RFC 9700
 * §2.1).
 */
export function readRedirectUri(
  { values, repeated }: AuthorizationParameters,
  registered: readonly string[],
): Result<string, OidcRefusal> {
  const refusal = checkRepeated(repeated.filter((name) => name === 'redirect_uri'))
  if (refusal) return refuse(refusal)
  const redirectUri = requireParameter(values, 'redirect_uri')
  if (!redirectUri.ok) return redirectUri
  return registered.includes(redirectUri.value)
    ? redirectUri
    : refuse({ code: 'oidc_redirect_uri_mismatch' })
}
