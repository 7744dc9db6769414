// What the gate is asked: everything it needs to decide in one synchronous transaction, computed
// beforehand because no cryptography may run between its read and its write.

import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { VerifiedLogin } from '../../protocol/saml/response/verified-login.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { ConnectorSettings } from '../../tenants/connectors/connector.ts'
import type {
  ActiveConnector,
  LoginConfiguration,
} from '../../tenants/connectors/login-configuration.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import type { Profile } from '../../tenants/user.ts'
import { MAX_CLOCK_SKEW, REQUEST_LIFETIME, sessionLifetime } from '../lifetimes.ts'
import type { AttemptFacts } from '../login-trace.ts'
import { logoutKeysOf, sealLogoutContext } from '../logout/logout-context.ts'
import type { MappedIdentity } from '../mapping/map-profile.ts'
import type { AdmissionRequest } from '../ports.ts'
import { SESSION_ID_BYTES, writeSessionId } from '../session.ts'
import type { RecognisedLogin } from './receive-response.ts'

export interface VerifiedPerson {
  readonly verified: VerifiedLogin
  readonly identity: MappedIdentity
  readonly profile: Profile
}

interface AdmissionInput {
  readonly configuration: LoginConfiguration
  readonly connector: ActiveConnector
  readonly person: VerifiedPerson
  /** Absent where the connector has no rules of tenants. */
  readonly entersTenantId?: TenantId
  readonly attempt: {
    readonly login: RecognisedLogin
    readonly now: number
    readonly event: AttemptFacts
  }
}

/** Builds the admission request of a verified response. */
export async function admissionRequest(
  keyring: KeyRing,
  input: AdmissionInput,
): Promise<AdmissionRequest> {
  const { configuration, connector, person, entersTenantId, attempt } = input
  const { tenantId, ssoKey } = configuration
  const { login, now, event } = attempt
  const { verified, identity, profile } = person
  const { nameId, sessionIndex, authnInstant, authnContextClassRef, sessionNotOnOrAfter } = verified
  const sid = await sessionIdOf(spentBy(connector, login, verified))
  const { idpEntityID, provisioning, linkByEmail, maxSessionHours } = connector.settings
  const session = sessionIndex === undefined ? {} : { sessionIndex }
  const name = nameId === undefined ? {} : { nameId }
  const logoutContext = { idpEntityID, ...name, ...session }
  return {
    tenantId,
    ssoId: ssoKey.id,
    connectorId: connector.id,
    environment: ssoKey.environment,
    version: connector.version,
    trustRevision: connector.trust.revision,
    sid,
    spentUntil: login.requestIssuedAt + REQUEST_LIFETIME + MAX_CLOCK_SKEW,
    // No MAC: the nonce is random, and a reload must be recognised after MASTER_KEY was rotated
    // too.
    browser: await sha256Hex(login.pending.browserNonce),
    identity: { idpEntityID, ...identity },
    profile,
    ...(provisioning === undefined ? {} : { provisioning }),
    ...(linkByEmail === true ? { linkByEmail } : {}),
    ...rolesOf(connector.settings),
    ...(entersTenantId === undefined ? {} : { entersTenantId }),
    now,
    // An IdP's clock may be ahead of ours. Nobody authenticated later than now, so no "recently"
    // lasts longer for it (R55).
    authnInstant: Math.min(authnInstant, now),
    ...(authnContextClassRef === undefined ? {} : { authnContextClassRef }),
    sessionExpiresAt: Math.min(
      now + sessionLifetime(maxSessionHours),
      sessionNotOnOrAfter ?? Number.POSITIVE_INFINITY,
    ),
    sealedLogoutContext: await sealLogoutContext(keyring, sid, logoutContext),
    logoutKeys: await logoutKeysOf(logoutContext, ssoKeyUrls(ssoKey).spEntityID),
    event,
  }
}

/** What the gate has to know of roles, beside those that the rules give. */
function rolesOf({
  roles = {},
}: ConnectorSettings): Pick<AdmissionRequest, 'addsRoles' | 'roleless'> {
  const { unmatched, attribute = 'roles', defaultRole: role, sync } = roles
  return {
    ...(sync === 'add' ? { addsRoles: true } : {}),
    ...(unmatched === 'deny' ? { roleless: { kind: unmatched, attribute } } : {}),
    ...(unmatched === 'default' && role !== undefined
      ? { roleless: { kind: unmatched, role } }
      : {}),
  }
}

/**
 * What may create one session: the request; or, where there was none, the assertion by its issuer
 * and ID (R46).
 */
const spentBy = (
  { settings }: ActiveConnector,
  { unsolicited, requestId }: RecognisedLogin,
  { assertionId }: VerifiedLogin,
): string =>
  unsolicited === true ? JSON.stringify([settings.idpEntityID, assertionId]) : requestId

/**
 * The id of the session that a request may create: a digest of the request id, so that one row both
 * spends the request and is the session (R46), and every login has a new one (R53).
 */
async function sessionIdOf(requestId: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', encodeUtf8(requestId))
  return writeSessionId(new Uint8Array(digest, 0, SESSION_ID_BYTES))
}
