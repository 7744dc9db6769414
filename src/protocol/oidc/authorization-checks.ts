// What an authorization request must and must not ask for, one rule each.

import type { AuthorizationParameters } from './authorization-parameters.ts'
import type { OidcRefusal } from './oauth-refusals.ts'
import { isCodeChallenge } from './pkce.ts'
import { readScope } from './scopes.ts'

type Values = AuthorizationParameters['values']
type Check = (values: Values) => OidcRefusal | undefined

/** The authorization code, which seals the nonce, has room for this much of it. */
const MAX_NONCE_BYTES = 128
const MAX_AGE = /^\d{1,9}$/

/** Checks the parameters besides client_id and redirect_uri; answers the first refusal. */
export function checkAuthorizationParameters(values: Values): OidcRefusal | undefined {
  for (const check of CHECKS) {
    const refusal = check(values)
    if (refusal) return refusal
  }
  return undefined
}

/** In the order in which they are asked; the first refusal is the answer. */
const CHECKS: readonly Check[] = [
  checkRequestObject,
  checkResponseType,
  checkResponseMode,
  checkScope,
  checkCodeChallenge,
  checkPrompt,
  checkMaxAge,
  checkNonce,
]

/**
 * OpenID Connect Core §6.1, §6.2, §7.2.1: what we do not support is said, never silently left out.
 */
function checkRequestObject(values: Values): OidcRefusal | undefined {
  if (values.request !== undefined) return { code: 'oidc_request_object_unsupported' }
  if (values.request_uri !== undefined) return { code: 'oidc_request_uri_unsupported' }
  return values.registration === undefined ? undefined : { code: 'oidc_registration_unsupported' }
}

/** RFC 6749 §4.1.1. */
function checkResponseType({ response_type: type }: Values): OidcRefusal | undefined {
  if (type === undefined) return { code: 'oidc_parameter_missing', expected: 'response_type' }
  return type === 'code' ? undefined : { code: 'oidc_response_type_unsupported' }
}

/** OAuth 2.0 Multiple Response Types §2.1. */
function checkResponseMode({ response_mode: mode }: Values): OidcRefusal | undefined {
  return mode === undefined || mode === 'query'
    ? undefined
    : { code: 'oidc_response_mode_unsupported' }
}

/** OpenID Connect Core §3.1.2.1. */
function checkScope({ scope = '' }: Values): OidcRefusal | undefined {
  return readScope(scope).includes('openid') ? undefined : { code: 'oidc_scope_without_openid' }
}

/**
 * RFC 7636 §4.3: an absent method would mean `plain`, which proves nothing to whoever saw the
 * request.
 */
function checkCodeChallenge(values: Values): OidcRefusal | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = values
  if (challenge === undefined) return { code: 'oidc_code_challenge_missing' }
  if (method !== 'S256') return { code: 'oidc_code_challenge_method_unsupported' }
  return isCodeChallenge(challenge)
    ? undefined
    : { code: 'oidc_parameter_invalid', expected: 'code_challenge' }
}

/** OpenID Connect Core §3.1.2.1: `none` stands alone. */
function checkPrompt({ prompt }: Values): OidcRefusal | undefined {
  const asked = prompt?.split(' ') ?? []
  return asked.includes('none') && asked.length > 1
    ? { code: 'oidc_parameter_invalid', expected: 'prompt' }
    : undefined
}

function checkMaxAge({ max_age: maxAge }: Values): OidcRefusal | undefined {
  return maxAge === undefined || MAX_AGE.test(maxAge)
    ? undefined
    : { code: 'oidc_parameter_invalid', expected: 'max_age' }
}

function checkNonce({ nonce = '' }: Values): OidcRefusal | undefined {
  return new TextEncoder().encode(JSON.stringify(nonce)).length - 2 > MAX_NONCE_BYTES
    ? { code: 'oidc_parameter_invalid', expected: 'nonce' }
    : undefined
}
