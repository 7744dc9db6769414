// What an authorization code says, as the text that is sealed into it. A code has at most 600
// bytes, so the text is an array without names, and leaves out what the session in the gate knows
// already.

/**
 * The content of a code. The client is not in it: the code is sealed for it, and opens for no
 * other.
 */
export interface AuthorizationCode {
  /** SHA-256 of the redirect_uri, base64url. */
  readonly redirectUriHash: string
  readonly codeChallenge: string
  readonly tenantId: string
  readonly rootTenantId: string
  readonly jurisdiction: string
  readonly sid: string
  /** Spent once by the gate. */
  readonly codeId: string
  /** Milliseconds since the epoch, in whole seconds. */
  readonly expiresAt: number
  readonly scope: string
  readonly nonce?: string
}

/** Bytes that a sealed code may have: it travels in URLs, which other software cuts at 2,000. */
export const MAX_CODE_BYTES = 600

/** Writes the text of a code. */
export function writeAuthorizationCode(code: AuthorizationCode): string {
  return JSON.stringify([
    code.redirectUriHash,
    code.codeChallenge,
    code.tenantId,
    code.rootTenantId === code.tenantId ? '' : code.rootTenantId,
    code.jurisdiction,
    code.sid,
    code.codeId,
    code.expiresAt / 1000,
    code.scope,
    ...(code.nonce === undefined ? [] : [code.nonce]),
  ])
}

/** Parses what `writeAuthorizationCode` wrote; only ever given text that a seal has vouched for. */
export function parseAuthorizationCode(text: string): AuthorizationCode {
  const [
    redirectUriHash,
    codeChallenge,
    tenantId,
    root,
    jurisdiction,
    sid,
    codeId,
    expires,
    scope,
    nonce,
  ] = JSON.parse(text)
  return {
    redirectUriHash,
    codeChallenge,
    tenantId,
    rootTenantId: root === '' ? tenantId : root,
    jurisdiction,
    sid,
    codeId,
    expiresAt: expires * 1000,
    scope,
    ...(nonce === undefined ? {} : { nonce }),
  }
}
