// The authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1), read in two steps: first who
// asks and where the answer goes, which must not be redirected while it is in doubt; then everything else.

import { ok, type Result, refuse } from '../../result.ts'
import { checkRepeated, type Parameters, readParameters, requireParameter } from './parameters.ts'
import { isCodeChallenge } from './pkce.ts'
import type { OidcRefusal } from './refusals.ts'
import { readScope } from './scopes.ts'

/** What of a request is needed after the login: it travels sealed in the login cookie, so there is nothing else in it. */
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
export interface AuthorizationDemand {
  readonly request: AuthorizationRequest
  /** `none`: nobody may be asked to sign in. */
  readonly silent: boolean
  readonly loginHint?: string
  /** Our extension parameter: the SSO key to sign in with. */
  readonly ssoId?: string
  /** As it came, not verified. */
  readonly idTokenHint?: string
}

/**
 * Prompts that are understood; others are ignored (OpenID Connect Core §3.1.2.1). `consent` asks nothing more: an
 * administrator granted the application to the tenant. `select_account` is a login, as accounts are the IdP's to choose.
 */
export const PROMPTS = ['none', 'login', 'consent', 'select_account'] as const

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
type Name = (typeof NAMES)[number]

export type AuthorizationParameters = Parameters<Name>

/** The login cookie has room for this much JSON. */
const MAX_REQUEST_BYTES = 1536
/** The authorization code, which seals the nonce, has room for this much of it. */
const MAX_NONCE_BYTES = 128
const MAX_AGE = /^\d{1,9}$/

/** Reads the parameters of the endpoint from a query or a form. */
export const readAuthorizationParameters = (search: URLSearchParams): AuthorizationParameters =>
  readParameters(search, NAMES)

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

/** Reads who asks. A refusal here is shown to the person: there is no trusted place to redirect to (RFC 6749 §4.1.2.1). */
export function readClientId({
  values,
  repeated,
}: AuthorizationParameters): Result<string, OidcRefusal> {
  const refusal = checkRepeated(repeated.filter((name) => name === 'client_id'))
  return refusal ? refuse(refusal) : requireParameter(values, 'client_id')
}

/** Reads where the answer goes: exactly one of the registered URIs, compared as strings (RFC 9700 §2.1). */
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

/** Reads the rest of a request whose client and redirect_uri are known. A refusal goes to the redirect_uri. */
export function readAuthorizationDemand(
  { values, repeated }: AuthorizationParameters,
  { clientId, redirectUri }: { readonly clientId: string; readonly redirectUri: string },
): Result<AuthorizationDemand, OidcRefusal> {
  for (const check of CHECKS) {
    const refusal = check(values)
    if (refusal) return refuse(refusal)
  }
  const refusal = checkRepeated(repeated)
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
    silent: values.prompt === 'none',
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(ssoId === undefined ? {} : { ssoId }),
    ...(idTokenHint === undefined ? {} : { idTokenHint }),
  })
}

type Check = (values: AuthorizationParameters['values']) => OidcRefusal | undefined

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

/** OpenID Connect Core §6.1, §6.2, §7.2.1: what we do not support is said, never silently left out. */
function checkRequestObject(values: AuthorizationParameters['values']): OidcRefusal | undefined {
  if (values.request !== undefined) return { code: 'oidc_request_object_unsupported' }
  if (values.request_uri !== undefined) return { code: 'oidc_request_uri_unsupported' }
  return values.registration === undefined ? undefined : { code: 'oidc_registration_unsupported' }
}

/** RFC 6749 §4.1.1. */
function checkResponseType({
  response_type: type,
}: AuthorizationParameters['values']): OidcRefusal | undefined {
  if (type === undefined) return { code: 'oidc_parameter_missing', expected: 'response_type' }
  return type === 'code' ? undefined : { code: 'oidc_response_type_unsupported' }
}

/** OAuth 2.0 Multiple Response Types §2.1. */
function checkResponseMode({
  response_mode: mode,
}: AuthorizationParameters['values']): OidcRefusal | undefined {
  return mode === undefined || mode === 'query'
    ? undefined
    : { code: 'oidc_response_mode_unsupported' }
}

/** OpenID Connect Core §3.1.2.1. */
function checkScope({ scope = '' }: AuthorizationParameters['values']): OidcRefusal | undefined {
  return readScope(scope).includes('openid') ? undefined : { code: 'oidc_scope_without_openid' }
}

/** RFC 7636 §4.3: an absent method would mean `plain`, which proves nothing to whoever saw the request. */
function checkCodeChallenge(values: AuthorizationParameters['values']): OidcRefusal | undefined {
  const { code_challenge: challenge, code_challenge_method: method } = values
  if (challenge === undefined) return { code: 'oidc_code_challenge_missing' }
  if (method !== 'S256') return { code: 'oidc_code_challenge_method_unsupported' }
  return isCodeChallenge(challenge)
    ? undefined
    : { code: 'oidc_parameter_invalid', expected: 'code_challenge' }
}

/** OpenID Connect Core §3.1.2.1: `none` stands alone. */
function checkPrompt({ prompt }: AuthorizationParameters['values']): OidcRefusal | undefined {
  const asked = prompt?.split(' ') ?? []
  return asked.includes('none') && asked.length > 1
    ? { code: 'oidc_parameter_invalid', expected: 'prompt' }
    : undefined
}

function checkMaxAge({
  max_age: maxAge,
}: AuthorizationParameters['values']): OidcRefusal | undefined {
  return maxAge === undefined || MAX_AGE.test(maxAge)
    ? undefined
    : { code: 'oidc_parameter_invalid', expected: 'max_age' }
}

function checkNonce({ nonce = '' }: AuthorizationParameters['values']): OidcRefusal | undefined {
  return jsonBytes(nonce) - 2 > MAX_NONCE_BYTES
    ? { code: 'oidc_parameter_invalid', expected: 'nonce' }
    : undefined
}

const asksForLogin = (prompt = ''): boolean =>
  prompt.split(' ').some((asked) => asked === 'login' || asked === 'select_account')

const jsonBytes = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length
