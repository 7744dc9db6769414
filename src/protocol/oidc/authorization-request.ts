// The authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1), once
// client and redirect_uri are known good.

import { ok, type Result, refuse } from '../../result.ts'
import { checkAuthorizationParameters } from './authorization-checks.ts'
import type { AuthorizationParameters } from './authorization-parameters.ts'
import type { OidcRefusal } from './oauth-refusals.ts'
import { checkRepeated } from './parameters.ts'
import { readScope } from './scopes.ts'

/**
 * What of a request is needed after the login: it travels sealed in the login cookie, so there is
 * nothing else in it.
 */
export interface AuthorizationRequest {
  readonly clientId: string
  /** One of the client's registered URIs, byte for byte. */
  readonly redirectUri: string
  /** The known scopes, separated by spaces; `openid` among them. */
  readonly scope: string
  readonly state?: string
  readonly nonce?: string
  /** Base64url of a SHA-256 digest: the method is always S256. */
  readonly codeChallenge: string
  /** Seconds since the person last authenticated, at most. */
  readonly maxAge?: number
  /** The person has to authenticate anew, whatever sessions there are. */
  readonly prompt?: 'login'
  /** The `sub` of an id_token_hint: the code is for this person or for nobody. */
  readonly subject?: string
}

/** A request together with what only matters until the login begins. */
export interface ParsedAuthorization {
  readonly request: AuthorizationRequest
  /** `none`: nobody may be asked to sign in. */
  readonly promptNone: boolean
  readonly loginHint?: string
  /** Our extension parameter: the SSO key to sign in with. */
  readonly ssoId?: string
  /** As it came, not verified. */
  readonly idTokenHint?: string
}

/**
 * Prompts that are understood; others are ignored (OpenID Connect Core §3.1.2.1). `consent` asks
 * nothing more: an administrator granted the application to the tenant. `select_account` is a
 * login, as accounts are the IdP's to choose.
 */
export const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const

/** The login cookie has room for this much JSON. */
const MAX_REQUEST_BYTES = 1536

/** Writes a request as parameters again, for whoever begins it once more. */
export function writeAuthorizationParameters(request: AuthorizationRequest): URLSearchParams {
  const { state, nonce, maxAge, prompt } = request
  return new URLSearchParams({
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    response_type: 'code',
    scope: request.scope,
    ...(state === undefined ? {} : { state }),
    ...(nonce === undefined ? {} : { nonce }),
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
    ...(maxAge === undefined ? {} : { max_age: String(maxAge) }),
    ...(prompt === undefined ? {} : { prompt }),
  })
}

/**
 * Reads the rest of a request whose client and redirect_uri are known. A refusal goes to the
 * redirect_uri.
 */
export function parseAuthorization(
  { values, repeated }: AuthorizationParameters,
  { clientId, redirectUri }: { readonly clientId: string; readonly redirectUri: string },
): Result<ParsedAuthorization, OidcRefusal> {
  const refusal = checkRepeated(repeated) ?? checkAuthorizationParameters(values)
  if (refusal) return refuse(refusal)

  const { state, nonce, code_challenge: codeChallenge = '' } = values
  const { login_hint: loginHint, sso_id: ssoId, id_token_hint: idTokenHint } = values
  const request: AuthorizationRequest = {
    clientId,
    redirectUri,
    scope: readScope(values.scope ?? '').join(' '),
    ...(state === undefined ? {} : { state }),
    ...(nonce === undefined ? {} : { nonce }),
    codeChallenge,
    ...(values.max_age === undefined ? {} : { maxAge: Number(values.max_age) }),
    ...(asksForLogin(values.prompt) ? { prompt: 'login' } : {}),
  }
  if (jsonBytes(request) > MAX_REQUEST_BYTES) return refuse({ code: 'oidc_request_too_large' })
  return ok({
    request,
    promptNone: values.prompt === 'none',
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(ssoId === undefined ? {} : { ssoId }),
    ...(idTokenHint === undefined ? {} : { idTokenHint }),
  })
}

const asksForLogin = (prompt = ''): boolean =>
  prompt.split(' ').some((asked) => asked === 'login' || asked === 'select_account')

const jsonBytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length
