// What clients read to configure themselves (OpenID Connect Discovery §3, RFC 8414 §2).

import { PROMPTS } from './authorization-request.ts'
import { ID_TOKEN_CLAIMS, SCOPE_CLAIMS, SCOPES } from './scopes.ts'
import { SIGNING_ALGORITHM } from './signing-key.ts'
import { GRANT_TYPES } from './token-request.ts'

/** Writes the provider metadata of an issuer, an origin without a path. */
export function providerMetadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/oauth2/authorize`,
    token_endpoint: `${issuer}/oauth2/token`,
    jwks_uri: `${issuer}/oauth2/jwks`,
    scopes_supported: SCOPES,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: GRANT_TYPES,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [SIGNING_ALGORITHM],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: PROMPTS,
    claim_types_supported: ['normal'],
    claims_supported: [...ID_TOKEN_CLAIMS, ...SCOPES.flatMap((scope) => SCOPE_CLAIMS[scope])],
    claims_parameter_supported: false,
    request_parameter_supported: false,
    // Absent would mean true (OpenID Connect Discovery §3).
    request_uri_parameter_supported: false,
    authorization_response_iss_parameter_supported: true,
  }
}
