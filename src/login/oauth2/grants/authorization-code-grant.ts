// The grant authorization_code: a code becomes tokens (RFC 6749 §4.1.3, OpenID Connect Core
// §3.1.3). Everything that can be checked without the gate comes first, so that a thief who holds
// the code alone cannot even spend it.

import { equalBytes } from '../../../protocol/bytes/equal.ts'
import { encodeUtf8 } from '../../../protocol/bytes/utf8.ts'
import type { AuthorizationCode } from '../../../protocol/oidc/authorization-code.ts'
import type { OidcRefusal } from '../../../protocol/oidc/oauth-refusals.ts'
import { verifyCodeVerifier } from '../../../protocol/oidc/pkce.ts'
import { type CodeGrant, readCodeGrant } from '../../../protocol/oidc/token-request.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { isId } from '../../../tenants/ids.ts'
import { JURISDICTIONS } from '../../../tenants/tenant.ts'
import { MAX_CLOCK_SKEW } from '../../lifetimes.ts'
import type { Gates } from '../../ports.ts'
import type { OpenSession } from '../../session.ts'
import { hashRedirectUri, isGranted, openAuthorizationCode } from '../authorization-code.ts'
import type { Grant } from './grant.ts'

/**
 * Redeems a code for an application that has authenticated. One call to the gate, which spends the
 * code (I3).
 */
export const authorizationCodeGrant: Grant = async (deps, application, values) => {
  const request = readCodeGrant(values)
  if (!request.ok) return request
  const code = await openAuthorizationCode(deps.keyring, application.id, request.value.code)
  if (code === undefined) return refuse({ code: 'oidc_code_unknown' })
  const refusal = await checkCode(code, request.value, deps.clock())
  if (refusal) return refuse(refusal)
  // Before the code is spent: keys out of reach must not cost the person a login.
  const key = await deps.signingKeys.current()
  // Before the code is spent, as the key: what cannot be loaded leaves the code as it is.
  const { issueTokens } = await import('../issue-tokens.ts')
  const redeemed = await redeem(deps.gates, code)
  if (!redeemed.ok) return redeemed
  const open = redeemed.value
  if (!isGranted(open, application.id)) return refuse({ code: 'oidc_code_tenant_not_granted' })
  const { scope, nonce } = code
  return ok(await issueTokens(deps, { key, application, open, scope, nonce }))
}

async function checkCode(
  code: AuthorizationCode,
  request: CodeGrant,
  now: number,
): Promise<OidcRefusal | undefined> {
  if (now >= code.expiresAt) return { code: 'oidc_code_expired' }
  const redirectUriHash = encodeUtf8(await hashRedirectUri(request.redirectUri))
  if (!equalBytes(redirectUriHash, encodeUtf8(code.redirectUriHash)))
    return { code: 'oidc_code_redirect_uri_mismatch' }
  return (await verifyCodeVerifier(request.codeVerifier, code.codeChallenge))
    ? undefined
    : { code: 'oidc_code_verifier_mismatch' }
}

async function redeem(
  gates: Gates,
  code: AuthorizationCode,
): Promise<Result<OpenSession, OidcRefusal>> {
  const { tenantId, rootTenantId, sid, codeId } = code
  const jurisdiction = JURISDICTIONS.find((known) => known === code.jurisdiction)
  if (!isId('ten', tenantId) || !isId('ten', rootTenantId) || jurisdiction === undefined)
    throw new Error('A sealed authorization code names no gate')
  // The gate forgets a spent code by its own clock: not before every other clock has seen the code
  // expire.
  const codeExpiresAt = code.expiresAt + MAX_CLOCK_SKEW
  return gates
    .at({ rootTenantId, jurisdiction })
    .redeemCode({ tenantId, sid, codeId, codeExpiresAt })
}
