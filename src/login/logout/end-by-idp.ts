// An IdP asks to end sessions (SAML Profiles §4.4.3.2): verify, ask the gate, answer. A disabled
// connector lets nobody in, but whoever is in may still be signed out.

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import { LOGOUT_MESSAGE_LIFETIME_MS } from '../../protocol/saml/logout/logout-checks.ts'
import type { ReceivedLogoutRequest } from '../../protocol/saml/logout/receive-logout.ts'
import type { VerifiedLogoutRequest } from '../../protocol/saml/logout/verify-logout.ts'
import { verifyLogoutRequest } from '../../protocol/saml/logout/verify-logout.ts'
import { buildLogoutResponse, UNKNOWN_PRINCIPAL } from '../../protocol/saml/logout/write-logout.ts'
import { MAX_SKEW_MS } from '../../protocol/saml/response/check.ts'
import type { NameId } from '../../protocol/saml/response/verified-login.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { NAME_ID_FORMATS } from '../../tenants/connectors/choices.ts'
import type {
  ActiveConnector,
  LoginConfiguration,
} from '../../tenants/connectors/login-configuration.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import type { BeginDeps } from '../begin/begin-login.ts'
import { type Departure, leaveWith, offeredBinding } from '../begin/send-message.ts'
import { ConfigurationInMotion } from '../configuration-in-motion.ts'
import { stampOf } from '../configuration-stamp.ts'
import type { IdpLogout } from '../ports.ts'
import { openDecryptionKeys } from '../private-key.ts'
import { activeVersionOf, refuseAttempt } from '../refuse-attempt.ts'
import type { ArrivedLogout, LogoutOutcome } from './arrived-logout.ts'
import { logoutKeysOf, sessionIndexKey } from './logout-context.ts'
import { logoutExpectationOf } from './logout-expectation.ts'

/** Nobody has more sessions at an IdP; each is a row. */
const MAX_SESSION_INDEXES = 50
/**
 * SAML Bindings §3.4.3 promises 80 bytes; some IdPs put a whole address there. A longer one does
 * not go back.
 */
const MAX_RELAY_STATE = 1024

interface Superseded {
  readonly kind: 'superseded'
  readonly configuration: LoginConfiguration | undefined
}

/**
 * Ends what the request names: under the configuration of this location, or once more under the one
 * that the gate holds.
 */
export async function endByIdp(
  deps: BeginDeps,
  arrived: ArrivedLogout,
  received: ReceivedLogoutRequest,
): Promise<LogoutOutcome> {
  const { ssoId, attempt } = arrived
  const refuseWith = (code: 'login_sso_key_unknown' | 'login_connector_missing') =>
    refuseAttempt(deps, { ssoId, purpose: 'logout', attempt, refusal: { code } })
  const local = await deps.configurations.find(ssoId)
  attempt.ended('configuration')
  if (local === undefined) return refuseWith('login_sso_key_unknown')
  const first = await tryUnder(deps, local, arrived, received)
  if (first.kind !== 'superseded') return first

  const { configuration: active } = first
  if (active === undefined) return refuseWith('login_connector_missing')
  deps.configurations.remember(active)
  const second = await tryUnder(deps, active, arrived, received)
  if (second.kind === 'superseded')
    throw new ConfigurationInMotion('The configuration changed twice during a logout')
  return second
}

async function tryUnder(
  deps: BeginDeps,
  configuration: LoginConfiguration,
  arrived: ArrivedLogout,
  received: ReceivedLogoutRequest,
): Promise<LogoutOutcome | Superseded> {
  const gate = deps.gates.at(configuration.gate)
  const { tenantId, connector } = configuration
  const { ssoId, attempt } = arrived
  const now = deps.clock()
  const verified = await verifyRequest(deps, configuration, received, now)
  attempt.ended('verify')
  if (!verified.ok || connector === undefined) {
    const refusal = verified.ok ? ({ code: 'login_connector_missing' } as const) : verified.refusal
    const noted = await gate.noteRefusal({
      tenantId,
      ssoId,
      ...activeVersionOf(configuration),
      purpose: 'logout',
      refusal,
      under: stampOf(configuration),
      event: attempt.facts(),
    })
    return noted.kind === 'superseded'
      ? noted
      : { kind: 'refused', refusal, recorded: noted.recorded }
  }
  const request = verified.value
  const outcome = await gate.endByIdp({
    tenantId,
    ssoId,
    connectorId: connector.id,
    version: connector.version,
    trustRevision: connector.trust.revision,
    ...(await whatEnds(configuration, connector, request)),
    event: attempt.facts(),
  })
  if (outcome.kind === 'refused' || outcome.kind === 'superseded') return outcome
  const at = { configuration, connector, arrived, request }
  if (outcome.kind === 'ended') return { kind: 'ended', ...(await answer(deps, at)) }
  const { refusal, recorded } = outcome
  const departure = await answer(deps, { ...at, status: UNKNOWN_PRINCIPAL })
  return { kind: 'unknown', refused: { kind: 'refused', refusal, recorded }, ...departure }
}

async function verifyRequest(
  { keyring }: BeginDeps,
  { ssoKey, connector }: LoginConfiguration,
  received: ReceivedLogoutRequest,
  now: number,
): Promise<Result<VerifiedLogoutRequest, Refusal>> {
  if (connector === undefined) return refuse({ code: 'login_connector_missing' })
  const verified = await verifyLogoutRequest(received, {
    ...logoutExpectationOf(ssoKey, connector, now),
    decryptionKeys: () => openDecryptionKeys(keyring, ssoKey),
  })
  if (!verified.ok) return verified
  const got = verified.value.sessionIndexes.length
  return got > MAX_SESSION_INDEXES
    ? refuse({ code: 'logout_session_indexes_too_many', expected: MAX_SESSION_INDEXES, got })
    : ok(verified.value)
}

/**
 * Without a SessionIndex every session of the person ends (SAML Core §3.7.1), of this connector.
 */
async function whatEnds(
  { ssoKey }: LoginConfiguration,
  { settings }: ActiveConnector,
  { id, nameId, sessionIndexes, issueInstant, notOnOrAfter }: VerifiedLogoutRequest,
): Promise<Pick<IdpLogout, 'keys' | 'indexKeys' | 'messageId' | 'spentUntil' | 'identity'>> {
  const { idpEntityID } = settings
  const { spEntityID } = ssoKeyUrls(ssoKey)
  const named = sessionIndexes.length === 0 ? [undefined] : sessionIndexes
  const keyOf = async (sessionIndex: string | undefined): Promise<readonly string[]> => {
    if (nameId === undefined) return []
    const context = { idpEntityID, nameId, ...(sessionIndex ? { sessionIndex } : {}) }
    const { person, session } = await logoutKeysOf(context, spEntityID)
    const key = session ?? person
    return key === undefined ? [] : [key]
  }
  const [keys, indexKeys] = await Promise.all([
    Promise.all(named.map(keyOf)),
    Promise.all(
      sessionIndexes
        .filter((index) => index.trim() !== '')
        .map((index) => sessionIndexKey(idpEntityID, spEntityID, index)),
    ),
  ])
  const digest = await crypto.subtle.digest(
    'SHA-256',
    encodeUtf8(JSON.stringify([idpEntityID, id])),
  )
  return {
    keys: keys.flat(),
    indexKeys,
    messageId: encodeBase64Url(new Uint8Array(digest, 0, 18)),
    spentUntil: spentUntil(issueInstant, notOnOrAfter) + MAX_SKEW_MS,
    ...identityOf(settings, nameId),
  }
}

/** Who it is, if the connector recognises people by NameID. */
function identityOf(
  { idpEntityID, identitySource }: ActiveConnector['settings'],
  nameId: NameId | undefined,
): Pick<IdpLogout, 'identity'> {
  if (nameId === undefined || identitySource.kind !== 'name_id') return {}
  const { value, format = NAME_ID_FORMATS.unspecified } = nameId
  return { identity: { idpEntityID, source: `name_id:${format}`, value } }
}

/**
 * The answer, by the binding of the request if the IdP takes answers by it (SAML Profiles
 * §4.4.4.2). Success unless said otherwise.
 */
async function answer(
  deps: BeginDeps,
  at: {
    readonly configuration: LoginConfiguration
    readonly connector: ActiveConnector
    readonly arrived: ArrivedLogout
    readonly request: VerifiedLogoutRequest
    readonly status?: readonly string[]
  },
): Promise<{ readonly departure?: Departure }> {
  const { configuration, connector, arrived, request, status } = at
  const { responses, ...requests } = connector.settings.slo
  const to = offeredBinding({ ...requests, ...responses }, arrived.binding)
  if (to === undefined) return {}
  const message = buildLogoutResponse({
    id: `_${encodeBase64Url(deps.random(20))}`,
    issueInstant: deps.clock(),
    destination: to.url,
    spEntityID: ssoKeyUrls(configuration.ssoKey).spEntityID,
    inResponseTo: request.id,
    ...(status === undefined ? {} : { status }),
  })
  const { relayState = '' } = arrived
  const echoed = relayState !== '' && encodeUtf8(relayState).length <= MAX_RELAY_STATE
  const departure = await leaveWith(deps, configuration.ssoKey, {
    to,
    message,
    parameter: 'SAMLResponse',
    ...(echoed ? { relayState } : {}),
  })
  return { departure }
}

/** R46: until when a logout message could come a second time. */
const spentUntil = (issueInstant: number, notOnOrAfter: number | undefined): number =>
  Math.min(issueInstant + LOGOUT_MESSAGE_LIFETIME_MS, notOnOrAfter ?? Number.POSITIVE_INFINITY)
