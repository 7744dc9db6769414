// A code becomes tokens (RFC 6749 §4.1.3, OpenID Connect Core §3.1.3). Everything that can be checked without the gate
// comes first, so that whoever holds a stolen code alone cannot even spend it.

import type { Config } from '../../env.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { equalBytes } from '../../protocol/bytes/equal.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { AuthorizationCode } from '../../protocol/oidc/authorization-code.ts'
import { verifyCodeVerifier } from '../../protocol/oidc/pkce.ts'
import type { OidcRefusal } from '../../protocol/oidc/refusals.ts'
import type { SigningKey } from '../../protocol/oidc/signing-key.ts'
import type { TokenRequest } from '../../protocol/oidc/token-request.ts'
import {
  issueAccessToken,
  issueIdToken,
  TOKEN_LIFETIME_SECONDS,
  type TokenSubject,
} from '../../protocol/oidc/tokens.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { RegisteredApplication } from '../../tenants/commands/ports.ts'
import { isId } from '../../tenants/ids.ts'
import { JURISDICTIONS } from '../../tenants/tenant.ts'
import type { Clock, Random } from '../clock-and-random.ts'
import { MAX_CLOCK_SKEW } from '../lifetimes.ts'
import type { Gates, SigningKeys } from '../ports.ts'
import type { OpenSession } from '../session.ts'
import { hashRedirectUri, isGranted, openAuthorizationCode } from './authorization-code.ts'
import { identityClaims } from './identity-claims.ts'

export interface ExchangeDeps {
  readonly config: Pick<Config, 'publicOrigin'>
  readonly clock: Clock
  readonly random: Random
  readonly keyring: KeyRing
  readonly gates: Gates
  readonly signingKeys: Pick<SigningKeys, 'current'>
}

/** A successful token response (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). */
export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope: string
  readonly id_token: string
}

const TOKEN_ID_BYTES = 16

/** Redeems a code for an application that has authenticated. One call to the gate, which spends the code (I3). */
export async function exchangeCode(
  deps: ExchangeDeps,
  application: RegisteredApplication,
  request: TokenRequest,
): Promise<Result<TokenResponse, OidcRefusal>> {
  const code = await openAuthorizationCode(deps.keyring, application.id, request.code)
  if (code === undefined) return refuse({ code: 'oidc_code_unknown' })
  const refusal = await checkCode(code, request, deps.clock())
  if (refusal) return refuse(refusal)
  // Before the code is spent: keys out of reach must not cost the person a login.
  const key = await deps.signingKeys.current()
  const redeemed = await redeem(deps.gates, code)
  if (!redeemed.ok) return redeemed
  if (!isGranted(redeemed.value, application.id))
    return refuse({ code: 'oidc_code_tenant_not_granted' })
  return ok(await issueTokens(deps, { key, application, code, open: redeemed.value }))
}

async function checkCode(
  code: AuthorizationCode,
  request: TokenRequest,
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
  // The gate forgets a spent code by its own clock: not before every other clock has seen the code expire.
  const codeExpiresAt = code.expiresAt + MAX_CLOCK_SKEW
  return gates
    .at({ rootTenantId, jurisdiction })
    .redeemCode({ tenantId, sid, codeId, codeExpiresAt })
}

async function issueTokens(
  { config, clock, random }: ExchangeDeps,
  {
    key,
    application,
    code,
    open,
  }: {
    key: SigningKey
    application: RegisteredApplication
    code: AuthorizationCode
    open: OpenSession
  },
): Promise<TokenResponse> {
  const { scope, nonce } = code
  const { sid, authnInstant, authnContextClassRef: acr, methods } = open.session
  const token: TokenSubject = {
    issuer: config.publicOrigin,
    clientId: application.id,
    subject: open.user.id,
    authTime: Math.floor(authnInstant / 1000),
    ...(acr === undefined ? {} : { acr }),
    ...(methods.length === 0 ? {} : { amr: methods }),
    now: clock(),
  }
  const claims = { ...identityClaims(open, scope), ...(nonce === undefined ? {} : { nonce }), sid }
  const jti = encodeBase64Url(random(TOKEN_ID_BYTES))
  return {
    access_token: await issueAccessToken(key, token, { jti, scope }),
    token_type: 'Bearer',
    expires_in: TOKEN_LIFETIME_SECONDS,
    scope,
    id_token: await issueIdToken(key, token, claims),
  }
}
