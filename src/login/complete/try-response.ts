// What a response would come to under a version, for the administrator who works on its rules. Only
// what verifies with the registered certificates is mapped; how old it is, and which request it
// answered, do not matter: nobody is let in by it.

import type { Expectation } from '../../protocol/saml/response/expectation.ts'
import { readResponseContent } from '../../protocol/saml/response/response-content.ts'
import { verifyResponse } from '../../protocol/saml/response/verify-response.ts'
import { parseInstant } from '../../protocol/saml/time.ts'
import type { Refusal } from '../../refusal.ts'
import type { ConnectorSettings } from '../../tenants/connectors/connector.ts'
import type { ExternalIdp } from '../../tenants/external-idps/external-idp.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { type SsoKey, ssoKeyUrls } from '../../tenants/sso-key.ts'
import type { FieldOutcome } from '../mapping/map-field.ts'
import { type MappedIdentity, mapFields, mapIdentity, mapProfile } from '../mapping/map-profile.ts'
import { mapTenants } from '../mapping/map-tenants.ts'
import { weakAlgorithmsAllowed } from './expectation.ts'
import { expectClaimedIssuer } from './learn-issuer.ts'
import { readSamlResponse } from './receive-response.ts'

export interface TryInput {
  /** Base64, as the browser posts it. */
  readonly samlResponse: string
  readonly settings: ConnectorSettings
  readonly ssoKey: Pick<SsoKey, 'origin' | 'id'>
  readonly idp: Pick<ExternalIdp, 'certificates'>
  readonly now: number
}

/**
 * What a login would have come to, field by field; without fields when the response does not
 * verify.
 */
export interface TryOutcome {
  /** Why the login would have been refused first. */
  readonly refusal?: Refusal
  readonly identity?: MappedIdentity
  readonly fields: readonly FieldOutcome[]
  /** After the rules. */
  readonly roles?: readonly string[]
  /** Absent where the version has no rules of tenants. */
  readonly tenantIds?: readonly TenantId[]
}

/**
 * Verifies a response and maps it by the settings of a version. An encrypted one is refused: it is
 * decrypted only at a login (R34).
 */
export async function tryResponse(input: TryInput): Promise<TryOutcome> {
  const { settings } = input
  const read = readSamlResponse(input.samlResponse)
  if (!read.ok) return { refusal: read.refusal, fields: [] }
  const { received } = read.value
  const { issueInstant = '' } = readResponseContent(received.root)
  const at = parseInstant(issueInstant) ?? input.now
  const known = expectationAt(input, received.inResponseTo ?? '', at)
  const expectation = expectClaimedIssuer(known, received)
  const verified = await verifyResponse(received, expectation)
  if (!verified.ok) return { refusal: verified.refusal, fields: [] }
  const login = verified.value
  const identity = mapIdentity(login, settings)
  const mapped = mapProfile(login, settings)
  const tenants = settings.tenants && mapTenants(login.attributes, settings.tenants)
  const failed = [identity, mapped, tenants].find((step) => step && !step.ok)
  return {
    ...(failed && !failed.ok ? { refusal: failed.refusal } : {}),
    ...(identity.ok ? { identity: identity.value } : {}),
    fields: mapFields(login, settings),
    ...(mapped.ok ? { roles: mapped.value.profile.roles } : {}),
    ...(tenants?.ok ? { tenantIds: tenants.value } : {}),
  }
}

/**
 * As at the login that this response was for: the moment and the request are taken from it,
 * everything else from the record.
 */
function expectationAt(
  { settings, ssoKey, idp, now }: TryInput,
  inResponseTo: string,
  at: number,
): Expectation {
  const { spEntityID, acsUrl } = ssoKeyUrls(ssoKey)
  const { authnContextClassRef, clockSkewSeconds, allowWeakAlgorithmsUntil, forceAuthn } = settings
  const { identitySource } = settings
  return {
    spEntityID,
    acsUrl,
    idpEntityID: settings.idpEntityID,
    inResponseTo,
    // When it was asked for is not known: authentication at any time will do.
    requestIssuedAt: 0,
    nameIdOptional: identitySource.kind === 'attribute',
    now: at,
    clockSkewMs: clockSkewSeconds * 1000,
    forceAuthn,
    ...(authnContextClassRef === undefined ? {} : { authnContextClassRef }),
    certificates: idp.certificates.map(({ der }) => der),
    // R13 asks for the date of today, whatever the response says of its own.
    allowWeakAlgorithms: weakAlgorithmsAllowed(allowWeakAlgorithmsUntil, now),
  }
}
