// What a response has to satisfy, put together from what is registered and from the request that it
// answers; never from the response itself (R40).

import type { Expectation } from '../../protocol/saml/response/expectation.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type {
  ActiveConnector,
  LoginConfiguration,
} from '../../tenants/connectors/login-configuration.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import { hasRequestIdForm } from '../begin/request-id.ts'
import { openDecryptionKeys } from '../private-key.ts'
import type { RecognisedLogin } from './receive-response.ts'

/**
 * The expectation for the answer to one recognised request, at `now`; or for what an IdP sent by
 * itself, of which nothing is decrypted, because nobody here asked for it (R34).
 */
export function expectationOf(
  configuration: LoginConfiguration,
  { settings, trust }: ActiveConnector,
  { requestId, requestIssuedAt, pending, unsolicited }: RecognisedLogin,
  { keyring, now }: { readonly keyring: KeyRing; readonly now: number },
): Expectation {
  const { spEntityID, acsUrl } = ssoKeyUrls(configuration.ssoKey)
  const { oidc } = pending
  // What the request asked for, and what the version that governs now demands, though the request
  // was sent before it.
  const forceAuthn = pending.forceAuthn || settings.forceAuthn
  const authnContextClassRef = settings.authnContextClassRef ?? pending.authnContextClassRef
  return {
    spEntityID,
    acsUrl,
    idpEntityID: settings.idpEntityID,
    inResponseTo: unsolicited ? undefined : requestId,
    ...(settings.ignoreUnsolicitedInResponseTo ? { ignoresRequest: isForeign } : {}),
    requestIssuedAt,
    nameIdOptional: settings.identitySource.kind === 'attribute',
    now,
    clockSkewMs: settings.clockSkewSeconds * 1000,
    forceAuthn,
    ...(oidc?.maxAge === undefined ? {} : { maxAgeSeconds: oidc.maxAge }),
    ...(authnContextClassRef === undefined ? {} : { authnContextClassRef }),
    certificates: trust.certificates,
    allowWeakAlgorithms: weakAlgorithmsAllowed(settings.allowWeakAlgorithmsUntil, now),
    allowAesCbc: settings.allowAesCbc ?? false,
    ...(unsolicited
      ? {}
      : { decryptionKeys: () => openDecryptionKeys(keyring, configuration.ssoKey) }),
  }
}

/** The answer to a request of ours is that request's alone, whatever became of it (R46). */
const isForeign = (inResponseTo: string): boolean => !hasRequestIdForm(inResponseTo)

/** R13: the switch ends with the last moment of its date, in UTC. */
export const weakAlgorithmsAllowed = (until: string | undefined, now: number): boolean =>
  until !== undefined && now < Date.parse(`${until}T23:59:59.999Z`)
