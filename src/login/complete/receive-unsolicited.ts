// A Response that answers no request of this browser: the IdP began (SAML Profiles §4.1.5), or
// somebody wants us to believe it. The connector says what becomes of it, and the version that
// governs is asked again at admission.

import { Outage } from '../../outage.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { UNSOLICITED_LIFETIME_MS } from '../../protocol/saml/response/check.ts'
import type { ReceivedResponse } from '../../protocol/saml/response/read-received.ts'
import type { Refusal } from '../../refusal.ts'
import type { LoginConfiguration } from '../../tenants/connectors/login-configuration.ts'
import type { SsoId } from '../../tenants/ids.ts'
import type { BeginDeps } from '../begin/begin-login.ts'
import { hasRequestIdForm } from '../begin/request-id.ts'
import { parseReturnTo } from '../begin/return-to.ts'
import { stampOf } from '../configuration-stamp.ts'
import type { LoginTrace } from '../login-trace.ts'
import type { NotedRefusal } from '../ports.ts'
import { activeVersionOf, refuseAttempt } from '../refuse-attempt.ts'
import { admitResponse } from './admit-response.ts'
import type { CompletedLogin } from './completed-login.ts'

/** Marks a browser whose sign-in was converted: its value is the SSO key. */
export const CONVERTED_COOKIE = '__Host-converted'

interface Unsolicited {
  readonly ssoId: SsoId
  readonly relayState?: string | undefined
  readonly cookies: ReadonlyMap<string, string>
  readonly attempt: LoginTrace
  readonly received: ReceivedResponse
  readonly bytes: Uint8Array
  readonly now: number
  /** Why it is the answer to no login here. */
  readonly refusal: Refusal
}

/**
 * Tells whether a Response is refused as the answer to a login for a reason that another use of it
 * might cure.
 */
export const mayBeUnsolicited = ({ code }: Refusal): boolean =>
  code === 'login_unsolicited' || code === 'login_request_unknown'

/**
 * Does with such a Response what the connector that governs says. This location may be a minute
 * behind, so the gate is asked before anything comes of the message: by the admission if it is
 * accepted, and otherwise whether another version governs.
 */
export async function receiveUnsolicited(
  deps: BeginDeps,
  input: Unsolicited,
): Promise<CompletedLogin> {
  const { ssoId, attempt, refusal } = input
  const refuseAnyway = () => refuseAttempt(deps, { ssoId, purpose: 'login', attempt, refusal })
  const local = await deps.configurations.find(ssoId)
  attempt.ended('configuration')
  if (local === undefined) return refuseAnyway()
  const use = useOf(local, input)
  if (use === 'accept') return accept(deps, input)
  const noted = await noteUnsolicited(deps, local, input, use)
  if (noted?.kind === 'superseded') {
    if (noted.configuration === undefined) return refuseAnyway()
    deps.configurations.remember(noted.configuration)
    return takeUnder(deps, noted.configuration, input)
  }
  // With the gate out of reach a login of our own may begin all the same: nobody is let in by that.
  if (use === 'convert') return convert(deps, input)
  return noted ? { kind: 'refused', refusal, recorded: noted.recorded } : refuseAnyway()
}

/** Takes the message as the configuration that governs has it, which the gate has just said. */
function takeUnder(
  deps: BeginDeps,
  active: LoginConfiguration,
  input: Unsolicited,
): Promise<CompletedLogin> {
  const { ssoId, attempt, refusal } = input
  const use = useOf(active, input)
  if (use === 'accept') return accept(deps, input)
  return use === 'convert'
    ? convert(deps, input)
    : refuseAttempt(deps, { ssoId, purpose: 'login', attempt, refusal })
}

/**
 * Asks the gate whether another configuration governs, and records the refusal if there is one. The
 * answer is the same with or without the event: the gate out of reach is no outage to whoever sent
 * this.
 */
async function noteUnsolicited(
  { gates }: BeginDeps,
  configuration: LoginConfiguration,
  { ssoId, refusal, attempt }: Unsolicited,
  use: 'convert' | undefined,
): Promise<NotedRefusal | undefined> {
  const { gate, tenantId } = configuration
  try {
    return await gates.at(gate).noteRefusal({
      tenantId,
      ssoId,
      ...activeVersionOf(configuration),
      purpose: 'login',
      refusal,
      under: stampOf(configuration),
      ...(use === 'convert' ? {} : { event: attempt.facts() }),
    })
  } catch (fault) {
    if (fault instanceof Outage) return undefined
    throw fault
  }
}

/** What a configuration makes of the message; undefined: it is refused. */
function useOf(
  { connector }: LoginConfiguration,
  { received, refusal }: Unsolicited,
): 'convert' | 'accept' | undefined {
  const settings = connector?.settings
  const namesNoRequest = refusal.code === 'login_unsolicited'
  if (settings?.idpInitiated === 'convert' && namesNoRequest) return 'convert'
  const namesOurs = hasRequestIdForm(received.inResponseTo ?? '')
  const ignored = settings?.ignoreUnsolicitedInResponseTo === true && !namesOurs
  const accepted = namesNoRequest || ignored
  return settings?.idpInitiated === 'accept' && accepted ? 'accept' : undefined
}

/**
 * Nothing in the message is read: a login of our own begins. Once; an IdP that never answers it
 * would go on for ever.
 */
async function convert(
  deps: BeginDeps,
  { ssoId, cookies, attempt, relayState }: Unsolicited,
): Promise<CompletedLogin> {
  if (cookies.get(CONVERTED_COOKIE) === ssoId) {
    const refusal = { code: 'login_conversion_loop' } as const
    return refuseAttempt(deps, { ssoId, purpose: 'login', attempt, refusal })
  }
  const { returnTo } = returnToIn(relayState)
  const query = returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`
  return { kind: 'converted', loginPath: `/sso/${ssoId}/auth${query}` }
}

/**
 * Judged as a login is, but for the request; its age is bounded and its assertion spent instead
 * (R46).
 */
function accept(deps: BeginDeps, input: Unsolicited): Promise<CompletedLogin> {
  const { ssoId, cookies, attempt, received, bytes, now, relayState } = input
  const pending = {
    purpose: 'login',
    browserNonce: encodeBase64Url(deps.random(16)),
    forceAuthn: false,
    version: '',
    ...returnToIn(relayState),
    restarted: true,
  } as const
  const login = {
    requestId: '',
    requestIssuedAt: now - UNSOLICITED_LIFETIME_MS,
    pending,
    unsolicited: true,
  } as const
  const answer = { ssoId, cookies, attempt, login, received, bytes, now }
  return admitResponse(deps, answer, (active) =>
    useOf(active, input) === 'accept' ? undefined : takeUnder(deps, active, input),
  )
}

/**
 * R51: an address in RelayState is wanted, not granted: whether an application lives there is
 * decided at the end.
 */
function returnToIn(relayState: string | undefined): { readonly returnTo?: string } {
  const returnTo = relayState === undefined ? undefined : parseReturnTo(relayState)
  return returnTo === undefined ? {} : { returnTo }
}
