// The id_token_hint of an authorization request: an ID Token of ours that names the person whom the
// client expects.

import { createLocalJWKSet, jwtVerify } from 'jose'
import { type PublicJwk, SIGNING_ALGORITHM } from './signing-key.ts'

/** What a hint is verified against. */
export interface HintExpectation {
  readonly published: readonly PublicJwk[]
  readonly issuer: string
  readonly clientId: string
}

/**
 * Verifies a hint and answers its `sub`; undefined when it is no ID Token that we issued to this
 * client.
 */
export async function verifyIdTokenHint(
  hint: string,
  { published, issuer, clientId }: HintExpectation,
): Promise<string | undefined> {
  const options = {
    algorithms: [SIGNING_ALGORITHM],
    typ: 'JWT',
    issuer,
    audience: clientId,
    // A hint may have expired long ago (OpenID Connect Core §3.1.2.1): at the epoch no token had.
    currentDate: new Date(0),
  }
  try {
    const { payload } = await jwtVerify(hint, createLocalJWKSet({ keys: [...published] }), options)
    return payload.sub
  } catch {
    // jose throws for whatever is wrong with a token.
    return undefined
  }
}
