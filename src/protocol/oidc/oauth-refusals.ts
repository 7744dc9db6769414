// The refusals of the OpenID Connect endpoints. Each code also names the OAuth error that goes over
// the wire, and its text keeps to the characters that an error_description may have (RFC 6749
// §5.2).

import type { Meaning, Refusal } from '../../refusal.ts'

/**
 * The error codes of RFC 6749 §4.1.2.1 and §5.2 and OpenID Connect Core §3.1.2.6 that we answer
 * with.
 */
type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'access_denied'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'login_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported'

/** A meaning, and the OAuth error that stands for it. */
export interface OidcMeaning extends Meaning {
  readonly error: OAuthError
}

export const OIDC_REFUSALS = {
  oidc_parameter_missing: {
    message: 'A required parameter is missing or empty.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'RFC 6749 §4.1.2.1',
  },
  oidc_parameter_repeated: {
    message: 'A parameter is there more than once.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'RFC 6749 §3.1',
  },
  oidc_parameter_invalid: {
    message: 'A parameter does not have the form that it must have.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'RFC 6749 §4.1.2.1',
  },
  oidc_form_invalid: {
    message: 'The body must be a form: application/x-www-form-urlencoded.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'RFC 6749 §3.2',
  },
  oidc_form_too_large: {
    message: 'The form is too large.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'I9',
  },
  oidc_client_unknown: {
    message: 'There is no application with this client_id.',
    error: 'invalid_client',
    fixedBy: 'developer',
    rule: 'RFC 6749 §3.1.2.4',
  },
  oidc_redirect_uri_mismatch: {
    message: 'The redirect_uri is not exactly one of those that the application registered.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'RFC 9700 §2.1',
  },
  oidc_request_object_unsupported: {
    message: 'Request objects are not supported; send plain parameters.',
    error: 'request_not_supported',
    fixedBy: 'developer',
    rule: 'OpenID Connect Core §6.1',
  },
  oidc_request_uri_unsupported: {
    message: 'The parameter request_uri is not supported; send plain parameters.',
    error: 'request_uri_not_supported',
    fixedBy: 'developer',
    rule: 'OpenID Connect Core §6.2',
  },
  oidc_registration_unsupported: {
    message: 'The parameter registration is not supported; applications are registered beforehand.',
    error: 'registration_not_supported',
    fixedBy: 'developer',
    rule: 'OpenID Connect Core §7.2.1',
  },
  oidc_response_type_unsupported: {
    message: 'The only response_type here is code.',
    error: 'unsupported_response_type',
    fixedBy: 'developer',
    rule: 'RFC 6749 §4.1.1, RFC 9700 §2.1.2',
  },
  oidc_response_mode_unsupported: {
    message: 'The only response_mode here is query.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'OAuth 2.0 Multiple Response Types §2.1',
  },
  oidc_scope_without_openid: {
    message: 'The scope must contain openid.',
    error: 'invalid_scope',
    fixedBy: 'developer',
    rule: 'OpenID Connect Core §3.1.2.1',
  },
  oidc_code_challenge_missing: {
    message: 'A code_challenge is required of every application (PKCE).',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'RFC 7636 §4.4.1, RFC 9700 §2.1.1',
  },
  oidc_code_challenge_method_unsupported: {
    message: 'The only code_challenge_method here is S256, and it must be named.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'RFC 7636 §4.3, RFC 9700 §2.1.1',
  },
  oidc_request_too_large: {
    message: 'The authorization request is too large; keep state and nonce short.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'I9',
  },
  oidc_id_token_hint_invalid: {
    message: 'The id_token_hint is not an ID Token that was issued here to this application.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'OpenID Connect Core §3.1.2.2',
  },
  oidc_login_required: {
    message: 'The person has to sign in, and the request does not allow to ask for that.',
    error: 'login_required',
    fixedBy: 'developer',
    rule: 'OpenID Connect Core §3.1.2.6',
  },
  oidc_subject_mismatch: {
    message: 'Another person signed in than the one whom the id_token_hint names.',
    error: 'login_required',
    fixedBy: 'user',
    rule: 'OpenID Connect Core §3.1.2.2',
  },
  oidc_application_not_granted: {
    message: 'The tenant of the person may not use this application.',
    error: 'access_denied',
    fixedBy: 'sp_admin',
    rule: 'I5, RFC 6749 §4.1.2.1',
  },
  oidc_client_authentication_missing: {
    message: 'The application did not say who it is.',
    error: 'invalid_client',
    fixedBy: 'developer',
    rule: 'RFC 6749 §5.2',
  },
  oidc_client_authentication_repeated: {
    message: 'The application authenticated in more than one way.',
    error: 'invalid_request',
    fixedBy: 'developer',
    rule: 'RFC 6749 §2.3',
  },
  oidc_client_authentication_invalid: {
    message: 'The Authorization header is not HTTP Basic with a client_id and a client_secret.',
    error: 'invalid_client',
    fixedBy: 'developer',
    rule: 'RFC 6749 §2.3.1',
  },
  oidc_client_authentication_method_mismatch: {
    message: 'The application authenticated in another way than the one it registered.',
    error: 'invalid_client',
    fixedBy: 'developer',
    rule: 'OpenID Connect Core §9',
  },
  oidc_client_secret_mismatch: {
    message: 'The client_secret is wrong.',
    error: 'invalid_client',
    fixedBy: 'developer',
    rule: 'RFC 6749 §5.2',
  },
  oidc_grant_type_unsupported: {
    message: 'The only grant_type here is authorization_code.',
    error: 'unsupported_grant_type',
    fixedBy: 'developer',
    rule: 'RFC 6749 §5.2',
  },
  oidc_code_unknown: {
    message: 'The code was not issued here, or was issued to another application.',
    error: 'invalid_grant',
    fixedBy: 'developer',
    rule: 'RFC 6749 §5.2',
  },
  oidc_code_expired: {
    message: 'The code is older than a minute.',
    error: 'invalid_grant',
    fixedBy: 'developer',
    rule: 'RFC 6749 §4.1.2',
  },
  oidc_code_redirect_uri_mismatch: {
    message: 'The redirect_uri is not the one of the authorization request.',
    error: 'invalid_grant',
    fixedBy: 'developer',
    rule: 'RFC 6749 §4.1.3',
  },
  oidc_code_verifier_mismatch: {
    message:
      'The code_verifier does not belong to the code_challenge of the authorization request.',
    error: 'invalid_grant',
    fixedBy: 'developer',
    rule: 'RFC 7636 §4.6',
  },
  oidc_code_tenant_not_granted: {
    message: 'The tenant of the person may not use this application any more.',
    error: 'invalid_grant',
    fixedBy: 'sp_admin',
    rule: 'I5, RFC 6749 §5.2',
  },
  oidc_code_spent: {
    message: 'The code has been used already.',
    error: 'invalid_grant',
    fixedBy: 'developer',
    rule: 'I3, RFC 6749 §4.1.2',
  },
  oidc_session_ended: {
    message: 'The session that the code came from has ended.',
    error: 'invalid_grant',
    fixedBy: 'user',
    rule: 'RFC 6749 §5.2',
  },
} as const satisfies Readonly<Record<string, OidcMeaning>>

export type OidcRefusalCode = keyof typeof OIDC_REFUSALS
export type OidcRefusal = Refusal<OidcRefusalCode>

/** A refusal as OAuth clients read it, in a redirect (RFC 6749 §4.1.2.1) or as JSON (§5.2). */
export interface OAuthErrorResponse {
  readonly error: OAuthError
  readonly error_description: string
}

/**
 * Writes a refusal for the wire: the parameter at fault where there is one, and our stable code to
 * look up.
 */
export function toOAuthError({ code, expected, got }: OidcRefusal): OAuthErrorResponse {
  const { error, message } = OIDC_REFUSALS[code]
  const parameter = expected ?? got
  const where = parameter === undefined ? code : `${code}: ${parameter}`
  return { error, error_description: `${message} [${where}]` }
}
