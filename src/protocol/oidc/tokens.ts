// The tokens that we sign (OpenID Connect Core §2, RFC 9068). Applications verify them on their
// own, so nothing can call them back: they live five minutes.

import { SignJWT } from 'jose'
import { SIGNING_ALGORITHM, type SigningKey } from './signing-key.ts'

/** Seconds that an ID Token and an access token live. */
export const TOKEN_LIFETIME_SECONDS = 300

/** What an ID Token and its access token have in common. */
export interface TokenSubject {
  readonly issuer: string
  readonly clientId: string
  readonly subject: string
  /** Seconds since the epoch. */
  readonly authTime: number
  readonly acr?: string
  /** Authentication methods by the names of RFC 8176. */
  readonly amr?: readonly string[]
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Issues an ID Token (OpenID Connect Core §2) with the claims that its scopes opened. */
export async function issueIdToken(
  key: SigningKey,
  token: TokenSubject,
  claims: { readonly nonce?: string; readonly sid: string; readonly [claim: string]: unknown },
): Promise<string> {
  return sign(key, 'JWT', { ...claims, ...commonClaims(token), aud: token.clientId })
}

/** Issues an access token in the JWT profile (RFC 9068 §2.2); its only audience is ourselves. */
export async function issueAccessToken(
  key: SigningKey,
  token: TokenSubject,
  { jti, scope }: { readonly jti: string; readonly scope: string },
): Promise<string> {
  const own = { aud: token.issuer, client_id: token.clientId, jti, scope }
  return sign(key, 'at+jwt', { ...commonClaims(token), ...own })
}

function commonClaims({ issuer, subject, authTime, acr, amr, now }: TokenSubject) {
  const iat = Math.floor(now / 1000)
  return {
    iss: issuer,
    sub: subject,
    iat,
    exp: iat + TOKEN_LIFETIME_SECONDS,
    auth_time: authTime,
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
  }
}

/**
 * `typ` keeps an ID Token from being taken for an access token, and the other way round (RFC 8725
 * §3.11).
 */
const sign = (key: SigningKey, typ: 'JWT' | 'at+jwt', claims: Readonly<Record<string, unknown>>) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ, kid: key.kid })
    .sign(key.privateKey)
