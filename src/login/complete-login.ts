// A login completes: recognise, verify, map, admit. Everything before the gate is pure computation on the configuration
// that this location holds; the gate's one transaction decides.

import type { ReceivedResponse } from '../protocol/saml/response/read-received.ts'
import type { Refusal } from '../refusal.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { SsoId } from '../tenants/ids.ts'
import type { ActiveConnector, LoginConfiguration } from '../tenants/login-configuration.ts'
import { admissionRequest } from './admission-request.ts'
import { activeConnector, type BeginDeps } from './begin-login.ts'
import { completeTest, type TestReport } from './complete-test.ts'
import { expectationOf } from './expectation.ts'
import { verifyLimited } from './limited-decryption.ts'
import { mapIdentity, mapProfile } from './map-profile.ts'
import type { PendingLogin } from './pending-login.ts'
import type { Admission, LoginEventFacts } from './ports.ts'
import { type RecognisedLogin, readSamlResponse, recogniseLogin } from './receive-response.ts'
import { type BegunLogin, sendRequest } from './send-request.ts'
import type { OpenSession, SessionHandle } from './session.ts'

export interface CompleteInput {
  readonly ssoId: SsoId
  /** The SAMLResponse field as it came. */
  readonly samlResponse: string
  readonly cookies: ReadonlyMap<string, string>
  readonly event: LoginEventFacts
}

/** How the answer of an IdP ended. */
export type CompletedLogin =
  | {
      readonly kind: 'admitted'
      readonly open: OpenSession
      readonly handle: SessionHandle
      readonly pending: PendingLogin
    }
  | { readonly kind: 'tested'; readonly report: TestReport }
  /** The configuration changed while the person was away: the login starts again, once. */
  | { readonly kind: 'restarted'; readonly begun: BegunLogin }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly pending?: PendingLogin }

/** The gate was asked twice and the configuration changed both times; the next try will find it settled. */
export class ConfigurationInMotion extends Error {}

/**
 * Completes a login from the form that the IdP had the browser post. Whatever an IdP, a person or an attacker can cause is
 * a refusal; storage out of reach is thrown.
 */
export async function completeLogin(
  deps: BeginDeps,
  input: CompleteInput,
): Promise<CompletedLogin> {
  const { ssoId, cookies } = input
  const now = deps.clock()
  const read = readSamlResponse(input.samlResponse)
  if (!read.ok) return { kind: 'refused', refusal: read.refusal }
  const { received, bytes } = read.value
  const { inResponseTo } = received
  const recognised = await recogniseLogin(deps.keyring, { ssoId, inResponseTo, cookies, now })
  if (!recognised.ok) {
    const { pending, ...refusal } = recognised.refusal
    return pending ? { kind: 'refused', refusal, pending } : { kind: 'refused', refusal }
  }
  const login = recognised.value
  if (login.pending.purpose === 'test') {
    const test = await completeTest(deps, { ssoId, login, received, bytes, now })
    return test.ok
      ? { kind: 'tested', report: test.value }
      : { kind: 'refused', refusal: test.refusal }
  }
  return admitResponse(deps, { ...input, received, login, now })
}

interface Attempt extends CompleteInput {
  readonly received: ReceivedResponse
  readonly login: RecognisedLogin
  readonly now: number
}

/**
 * Tries under the configuration of this location, and once more under the one that the gate holds if that is another.
 * So a known person costs one call to the gate, and two after a change.
 */
async function admitResponse(deps: BeginDeps, attempt: Attempt): Promise<CompletedLogin> {
  const local = await deps.configurations.find(attempt.ssoId)
  if (local === undefined) return refused(attempt, { code: 'login_sso_key_unknown' })
  const first = await tryUnder(deps, local, attempt)
  if (first.ok) return first.value

  const gate = deps.gates.at(local.gate)
  const governing =
    first.refusal.governing ?? (await gate.findConfiguration(local.tenantId, attempt.ssoId))
  if (governing === undefined) return refused(attempt, { code: 'login_connector_missing' })
  deps.configurations.remember(governing)
  // This location may know the version by now while the request was still sent under the one before.
  if (!changed(local, governing)) return restartOrRefuse(deps, governing, attempt, first.refusal)

  const second = await tryUnder(deps, governing, attempt)
  if (second.ok) return second.value
  if (second.refusal.governing)
    throw new ConfigurationInMotion('The configuration changed twice during a login')
  return restartOrRefuse(deps, governing, attempt, second.refusal)
}

/** `governing` comes with the refusal when it was the gate that said the configuration is out of date. */
type Refused = Refusal & { readonly governing?: LoginConfiguration | undefined }

async function tryUnder(
  deps: BeginDeps,
  configuration: LoginConfiguration,
  attempt: Attempt,
): Promise<Result<CompletedLogin, Refused>> {
  const active = activeConnector(configuration)
  if (!active.ok) return active
  const { connector } = active.value
  const { settings } = connector
  const { login, received, now } = attempt

  const expectation = expectationOf(configuration, connector, login, { keyring: deps.keyring, now })
  const verified = await verifyLimited(deps, configuration, received, expectation)
  if (!verified.ok) return verified
  const identity = mapIdentity(verified.value, settings)
  if (!identity.ok) return identity
  const mapped = mapProfile(verified.value, settings)
  if (!mapped.ok) return mapped

  const gate = deps.gates.at(configuration.gate)
  const { profile } = mapped.value
  const person = { identity: identity.value, profile, verified: verified.value }
  const admission = await gate.admit(
    await admissionRequest(deps.keyring, { configuration, connector, person, attempt }),
  )
  return settle(configuration, admission, login)
}

function settle(
  configuration: LoginConfiguration,
  admission: Admission,
  { pending }: RecognisedLogin,
): Result<CompletedLogin, Refused> {
  if (admission.kind === 'refused') return refuse(admission.refusal)
  if (admission.kind === 'superseded') {
    return refuse({ code: 'login_connector_missing', governing: admission.configuration })
  }
  const { open } = admission
  const { tenantId, userId, sid } = open.session
  const handle = { gate: configuration.gate, tenantId, userId, sid }
  return ok({ kind: 'admitted', open, handle, pending })
}

/** A response to a request that was sent under another version may not satisfy this one: the person is sent again, once. */
async function restartOrRefuse(
  deps: BeginDeps,
  configuration: LoginConfiguration,
  attempt: Attempt,
  refusal: Refusal,
): Promise<CompletedLogin> {
  const active = activeConnector(configuration)
  const { pending } = attempt.login
  if (!active.ok || pending.restarted || pending.version === active.value.connector.version) {
    return refused(attempt, refusal)
  }
  const { purpose, returnTo, oidc, forceAuthn } = pending
  const carried = {
    ...(returnTo === undefined ? {} : { returnTo }),
    ...(oidc === undefined ? {} : { oidc }),
  }
  const begun = await sendRequest(deps, {
    ...active.value,
    pending: { purpose, ...carried, restarted: true },
    forceAuthn,
    cookies: attempt.cookies,
  })
  return { kind: 'restarted', begun }
}

const changed = (a: LoginConfiguration, b: LoginConfiguration): boolean =>
  stamp(a.connector) !== stamp(b.connector)

const stamp = (connector: ActiveConnector | undefined): string =>
  connector ? `${connector.version} ${connector.trust.revision} ${connector.enabled}` : ''

const refused = ({ login }: Attempt, { code, expected, got }: Refusal): CompletedLogin => ({
  kind: 'refused',
  refusal: {
    code,
    ...(expected === undefined ? {} : { expected }),
    ...(got === undefined ? {} : { got }),
  },
  pending: login.pending,
})
