// The tokens of a live session, whichever grant asked for them (OpenID Connect Core §3.1.3.3).

import type { Config } from '../../env.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import type { SigningKey } from '../../protocol/oidc/signing-key.ts'
import {
  issueAccessToken,
  issueIdToken,
  TOKEN_LIFETIME_SECONDS,
  type TokenSubject,
} from '../../protocol/oidc/tokens.ts'
import type { RegisteredApplication } from '../../tenants/commands/ports.ts'
import type { Clock, Random } from '../clock-and-random.ts'
import type { OpenSession } from '../session.ts'
import { identityClaims } from './identity-claims.ts'

/** What issuing tokens takes from outside. */
export interface IssueDeps {
  readonly config: Pick<Config, 'publicOrigin'>
  readonly clock: Clock
  readonly random: Random
}

/** A successful token response (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). */
export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope: string
  readonly id_token: string
}

interface Issued {
  readonly key: SigningKey
  readonly application: RegisteredApplication
  readonly open: OpenSession
  /** The known scopes, separated by spaces. */
  readonly scope: string
  /** Of the authorization request; absent: it had none. */
  readonly nonce?: string | undefined
}

const TOKEN_ID_BYTES = 16

/** Issues an access token and an ID Token about the user of a session. */
export async function issueTokens(
  { config, clock, random }: IssueDeps,
  { key, application, open, scope, nonce }: Issued,
): Promise<TokenResponse> {
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
