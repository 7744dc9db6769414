// The answer to a login's request is admitted: verify, map, ask the gate. Everything before the
// gate is pure computation on the configuration that this location holds; the gate's one
// transaction decides.

import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { landingOf } from '../../tenants/connectors/landing.ts'
import type {
  ActiveConnector,
  LoginConfiguration,
} from '../../tenants/connectors/login-configuration.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { activeConnector } from '../active-connector.ts'
import type { BeginDeps } from '../begin/begin-login.ts'
import { type BegunLogin, sendRequest } from '../begin/send-request.ts'
import { ConfigurationInMotion } from '../configuration-in-motion.ts'
import { stampOf } from '../configuration-stamp.ts'
import { mapIdentity, mapProfile } from '../mapping/map-profile.ts'
import { mapTenants } from '../mapping/map-tenants.ts'
import { activeVersionOf, refuseAttempt } from '../refuse-attempt.ts'
import { admissionRequest, type VerifiedPerson } from './admission-request.ts'
import type { CompletedLogin } from './completed-login.ts'
import { expectationOf } from './expectation.ts'
import { sealResponse } from './kept-response.ts'
import { holdOffDecryption, noteDecryption, verifyLimited } from './limited-decryption.ts'
import type { RecognisedAnswer, RecognisedLogin } from './receive-response.ts'

interface Superseded {
  readonly kind: 'superseded'
  readonly configuration: LoginConfiguration | undefined
}

/**
 * Tries under the configuration of this location, and once more under the one that the gate holds
 * if that is another. So every outcome costs one call to the gate, and two after a change.
 * `otherwise` is asked before that second try: the version that governs may want something else
 * than a session.
 */
export async function admitResponse(
  deps: BeginDeps,
  answer: RecognisedAnswer,
  otherwise: (active: LoginConfiguration) => Promise<CompletedLogin> | undefined = () => undefined,
): Promise<CompletedLogin> {
  const { ssoId, attempt, login } = answer
  const refuseWith = (code: 'login_sso_key_unknown' | 'login_connector_missing') =>
    refuseAttempt(deps, {
      ssoId,
      purpose: 'login',
      attempt,
      refusal: { code },
      pending: login.pending,
    })
  const local = await deps.configurations.find(ssoId)
  attempt.ended('configuration')
  if (local === undefined) return refuseWith('login_sso_key_unknown')
  const first = await tryUnder(deps, local, answer)
  if (first.kind !== 'superseded') return first

  const { configuration: active } = first
  if (active === undefined) return refuseWith('login_connector_missing')
  deps.configurations.remember(active)
  const other = otherwise(active)
  if (other) return other
  const second = await tryUnder(deps, active, answer)
  if (second.kind === 'superseded')
    throw new ConfigurationInMotion('The configuration changed twice during a login')
  return second
}

async function tryUnder(
  deps: BeginDeps,
  configuration: LoginConfiguration,
  answer: RecognisedAnswer,
): Promise<CompletedLogin | Superseded> {
  const mapped = await verifyAndMap(deps, configuration, answer)
  if (!mapped.ok) return refuseUnder(deps, configuration, answer, mapped.refusal)
  const { login, now } = answer
  const { pending, requestId } = login
  const { mayEnter, ...who } = mapped.value
  const [entersTenantId, ...others] = mayEnter
  // Nothing was spent and no session begins: the IdP is asked again for the tenant that the person
  // chooses.
  if (others.length > 0) {
    const superseded = login.unsolicited && (await findSuperseding(deps, configuration, answer))
    return superseded || { kind: 'choose', requestId, tenantIds: mayEnter, pending }
  }
  const attempt = { login, now, event: answer.attempt.facts() }
  const request = await admissionRequest(deps.keyring, {
    configuration,
    ...who,
    ...(entersTenantId === undefined ? {} : { entersTenantId }),
    attempt,
  })
  const admission = await deps.gates.at(configuration.gate).admit(request)
  if (admission.kind === 'superseded') return admission
  if (admission.kind === 'refused') return { ...admission, pending }
  const { open } = admission
  const { tenantId, userId, sid } = open.session
  const handle = { gate: configuration.gate, tenantId, userId, sid }
  const { attributes } = who.person.verified
  const rules = who.connector.settings.landing ?? open.landing
  const { roles, groups } = open.user
  const landing = landingOf(rules, { roles, groups, attributes }, open.applications)
  const { unsolicited } = login
  return {
    kind: 'admitted',
    open,
    handle,
    pending,
    ...(landing === undefined ? {} : { landing }),
    ...(unsolicited ? { unsolicited } : {}),
  }
}

/**
 * Whether another configuration governs: no admission will tell, as the person has to choose a
 * tenant first.
 */
async function findSuperseding(
  deps: BeginDeps,
  configuration: LoginConfiguration,
  { ssoId }: RecognisedAnswer,
): Promise<Superseded | undefined> {
  const noted = await deps.gates.at(configuration.gate).noteRefusal({
    tenantId: configuration.tenantId,
    ssoId,
    purpose: 'login',
    refusal: { code: 'login_unsolicited' },
    under: stampOf(configuration),
  })
  return noted.kind === 'superseded' ? noted : undefined
}

interface MappedLogin {
  readonly connector: ActiveConnector
  readonly person: VerifiedPerson
  /** By the rules of the connector; none where it has no such rules. */
  readonly mayEnter: readonly TenantId[]
}

/** Who it is, by everything that this configuration asks of a response. */
async function verifyAndMap(
  { keyring }: BeginDeps,
  configuration: LoginConfiguration,
  { ssoId, login, received, attempt, now }: RecognisedAnswer,
): Promise<Result<MappedLogin, Refusal>> {
  const active = activeConnector(configuration)
  if (!active.ok) return active
  const { connector } = active.value
  if (login.unsolicited && connector.settings.idpInitiated !== 'accept')
    return refuse({ code: 'login_unsolicited' })
  if (login.unsolicited && received.encrypted)
    return refuse({ code: 'login_unsolicited_encrypted' })
  const expectation = expectationOf(configuration, connector, login, { keyring, now })
  const verified = await verifyLimited({ ssoId, attempt }, received, expectation)
  attempt.ended('verify')
  if (!verified.ok) return verified
  const identity = mapIdentity(verified.value, connector.settings)
  if (!identity.ok) return identity
  const mapped = mapProfile(verified.value, connector.settings)
  attempt.ended('map')
  if (!mapped.ok) return mapped
  const { profile, leftOut } = mapped.value
  attempt.leftOut(leftOut)
  const person = { verified: verified.value, identity: identity.value, profile }
  const { tenants } = connector.settings
  if (tenants === undefined) return ok({ connector, person, mayEnter: [] })
  const mayEnter = mapTenants(verified.value.attributes, tenants, login.pending.chosenTenantId)
  return mayEnter.ok ? ok({ connector, person, mayEnter: mayEnter.value }) : mayEnter
}

/**
 * A refusal is told to the gate, which records it or says that another configuration governs. A
 * response to a request that was sent under another version may not satisfy this one: the person is
 * sent again, once.
 */
async function refuseUnder(
  deps: BeginDeps,
  configuration: LoginConfiguration,
  answer: RecognisedAnswer,
  { code, expected, got, message }: Refusal,
): Promise<CompletedLogin | Superseded> {
  const { ssoId, attempt, bytes, login } = answer
  const { pending } = login
  const refusal = {
    code,
    ...(expected === undefined ? {} : { expected }),
    ...(got === undefined ? {} : { got }),
    ...(message === undefined ? {} : { message }),
  }
  const again = restartable(configuration, login)
  // What nobody asked for is not kept: anybody could fill the store with it.
  const kept = again || login.unsolicited ? {} : await sealResponse(deps.keyring, attempt.id, bytes)
  const noted = await deps.gates.at(configuration.gate).noteRefusal({
    tenantId: configuration.tenantId,
    ssoId,
    ...activeVersionOf(configuration),
    purpose: 'login',
    refusal,
    under: stampOf(configuration),
    ...(again ? {} : { event: attempt.facts() }),
    ...kept,
    ...(await noteDecryption(deps.keyring, { refusal, configuration, attempt })),
  })
  if (noted.holdOff) holdOffDecryption({ ssoId, attempt }, noted.holdOff)
  if (noted.kind === 'superseded') return noted
  if (again) return { kind: 'restarted', begun: await startAgain(deps, again, answer) }
  return { kind: 'refused', refusal, pending, recorded: noted.recorded }
}

/**
 * The connector under which the login may start again; undefined when its request was sent under
 * this very version.
 */
function restartable(configuration: LoginConfiguration, { pending }: RecognisedLogin) {
  const active = activeConnector(configuration)
  if (!active.ok || pending.restarted) return undefined
  return pending.version === active.value.connector.version ? undefined : active.value
}

function startAgain(
  deps: BeginDeps,
  restart: NonNullable<ReturnType<typeof restartable>>,
  { login, cookies }: RecognisedAnswer,
): Promise<BegunLogin> {
  const { purpose, returnTo, oidc, chosenTenantId, forceAuthn } = login.pending
  const carried = {
    ...(returnTo === undefined ? {} : { returnTo }),
    ...(oidc === undefined ? {} : { oidc }),
    ...(chosenTenantId === undefined ? {} : { chosenTenantId }),
  }
  return sendRequest(deps, {
    ...restart,
    pending: { purpose, ...carried, restarted: true },
    forceAuthn,
    cookies,
  })
}
