// Authorization codes: sealed for one client, good for one minute, spent once by the gate of the
// person's tenant. Nothing is stored when one is issued.

import type { Config } from '../../env.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import {
  type AuthorizationCode,
  MAX_CODE_BYTES,
  parseAuthorizationCode,
  writeAuthorizationCode,
} from '../../protocol/oidc/authorization-code.ts'
import type { AuthorizationRequest } from '../../protocol/oidc/authorization-request.ts'
import { codeResponseUrl, errorResponseUrl } from '../../protocol/oidc/authorization-response.ts'
import type { OidcRefusal } from '../../protocol/oidc/oauth-refusals.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import type { Clock, Random } from '../clock-and-random.ts'
import { AUTHORIZATION_CODE_LIFETIME } from '../lifetimes.ts'
import type { OpenSession } from '../session.ts'

/** What issuing a code takes from outside. */
export interface CodeDeps {
  readonly config: Pick<Config, 'publicOrigin'>
  readonly clock: Clock
  readonly random: Random
  readonly keyring: KeyRing
}

const CODE_ID_BYTES = 16

/**
 * Answers an authorization request for a live session: the URL that delivers the code to the
 * application, or the refusal when the request is meant for another person, or the session's tenant
 * is not granted the application (I5).
 */
export async function issueAuthorizationCode(
  deps: CodeDeps,
  input: {
    readonly open: OpenSession
    readonly gate: GateAddress
    readonly request: AuthorizationRequest
  },
): Promise<string> {
  const { open, request } = input
  const { publicOrigin: issuer } = deps.config
  const refusal = checkRecipient(open, request)
  if (refusal) return errorResponseUrl(request, issuer, refusal)
  return codeResponseUrl(request, issuer, await sealCode(deps, input))
}

/**
 * Opens a code for the client that presents it; undefined when it is none of ours, or another
 * client's.
 */
export async function openAuthorizationCode(
  keyring: KeyRing,
  clientId: string,
  code: string,
): Promise<AuthorizationCode | undefined> {
  if (code.length > MAX_CODE_BYTES) return undefined
  const text = await keyring.open('authorization-code', clientId, code)
  return text === undefined ? undefined : parseAuthorizationCode(text)
}

/**
 * Tells whether the session's tenant is granted an application: the gate says so with every answer,
 * so at once.
 */
export const isGranted = ({ applications }: OpenSession, clientId: string): boolean =>
  applications.some(({ id }) => id === clientId)

/** Hashes a redirect_uri, so that every code has room for it. */
export async function hashRedirectUri(redirectUri: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encodeUtf8(redirectUri))
  return encodeBase64Url(new Uint8Array(digest))
}

function checkRecipient(
  open: OpenSession,
  { clientId, subject }: AuthorizationRequest,
): OidcRefusal | undefined {
  if (!isGranted(open, clientId)) return { code: 'oidc_application_not_granted' }
  return subject === undefined || subject === open.user.id
    ? undefined
    : { code: 'oidc_subject_mismatch' }
}

async function sealCode(
  { keyring, clock, random }: CodeDeps,
  { open: { session }, gate, request }: Parameters<typeof issueAuthorizationCode>[1],
): Promise<string> {
  const text = writeAuthorizationCode({
    redirectUriHash: await hashRedirectUri(request.redirectUri),
    codeChallenge: request.codeChallenge,
    tenantId: session.tenantId,
    // Without the region: it only matters to a gate that does not exist yet.
    rootTenantId: gate.rootTenantId,
    jurisdiction: gate.jurisdiction,
    sid: session.sid,
    codeId: encodeBase64Url(random(CODE_ID_BYTES)),
    expiresAt: Math.floor((clock() + AUTHORIZATION_CODE_LIFETIME) / 1000) * 1000,
    scope: request.scope,
    ...(request.nonce === undefined ? {} : { nonce: request.nonce }),
  })
  const code = await keyring.seal('authorization-code', request.clientId, text)
  if (code.length > MAX_CODE_BYTES) throw new Error('An authorization code outgrew its bound')
  return code
}
