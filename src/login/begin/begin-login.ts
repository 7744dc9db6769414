// A login begins: find the SSO key's configuration, build the request, leave. Nothing is written
// anywhere.

import type { AuthorizationRequest } from '../../protocol/oidc/authorization-request.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { SsoId, TenantId } from '../../tenants/ids.ts'
import { type ActiveLogin, activeConnector } from '../active-connector.ts'
import type { LoginRefusalCode } from '../login-refusals.ts'
import type { LoginTrace } from '../login-trace.ts'
import type { Gates, LoginConfigurations } from '../ports.ts'
import { activeVersionOf, type RefusedOutcome, refuseAttempt } from '../refuse-attempt.ts'
import { parseReturnTo } from './return-to.ts'
import type { SendMessageDeps } from './send-message.ts'
import { type BegunLogin, sendRequest } from './send-request.ts'

export interface BeginDeps extends SendMessageDeps {
  readonly configurations: LoginConfigurations
  readonly gates: Gates
}

export interface BeginInput {
  readonly ssoId: SsoId
  readonly cookies: ReadonlyMap<string, string>
  readonly returnTo?: string | undefined
  readonly forceAuthn?: boolean
  readonly loginHint?: string | undefined
  /**
   * The application's authorization request, when one began this login; `returnTo` is not read
   * then.
   */
  readonly oidc?: AuthorizationRequest
  /** Of several tenants, the one that the person wants to enter. */
  readonly chosenTenantId?: TenantId
  readonly attempt: LoginTrace
}

const MAX_LOGIN_HINT = 254

/**
 * Begins a login at an SSO key. Refuses an unknown key, a key without an active connector, a
 * disabled connector, and a malformed `return_to` or `login_hint`.
 */
export async function beginLogin(
  deps: BeginDeps,
  input: BeginInput,
): Promise<Result<BegunLogin, RefusedOutcome>> {
  const { oidc, loginHint, chosenTenantId, cookies } = input
  const returnTo = input.returnTo === undefined ? undefined : parseReturnTo(input.returnTo)
  if (input.returnTo !== undefined && returnTo === undefined)
    return refuseLogin(deps, input, 'login_return_to_invalid')
  if (loginHint !== undefined && (loginHint.length > MAX_LOGIN_HINT || /\p{Cc}/u.test(loginHint))) {
    return refuseLogin(deps, input, 'login_hint_invalid')
  }
  const connector = await findActiveConnector(deps, input)
  if (!connector.ok) return connector
  const pending = {
    purpose: 'login' as const,
    ...(oidc ? { oidc } : returnTo === undefined ? {} : { returnTo }),
    ...(chosenTenantId === undefined ? {} : { chosenTenantId }),
  }
  const forceAuthn = input.forceAuthn ?? false
  return ok(
    await sendRequest(deps, { ...connector.value, pending, forceAuthn, loginHint, cookies }),
  )
}

async function refuseLogin(
  deps: BeginDeps,
  { ssoId, attempt }: BeginInput,
  code: LoginRefusalCode,
): Promise<Result<never, RefusedOutcome>> {
  return refuse(await refuseAttempt(deps, { ssoId, purpose: 'login', attempt, refusal: { code } }))
}

/**
 * What this location holds may be behind by a minute: it sends people on, but nobody is refused
 * without asking the gate.
 */
async function findActiveConnector(
  deps: BeginDeps,
  input: BeginInput,
): Promise<Result<ActiveLogin, RefusedOutcome>> {
  const { ssoId, attempt } = input
  const held = await deps.configurations.find(ssoId)
  attempt.ended('configuration')
  const active = activeConnector(held)
  if (active.ok) return active
  if (held === undefined) return refuseLogin(deps, input, active.refusal.code)
  const { stampOf } = await import('../configuration-stamp.ts')
  const noted = await deps.gates.at(held.gate).noteRefusal({
    tenantId: held.tenantId,
    ssoId,
    ...activeVersionOf(held),
    purpose: 'login',
    refusal: active.refusal,
    under: stampOf(held),
    event: attempt.facts(),
  })
  if (noted.kind === 'noted')
    return refuse({ kind: 'refused', refusal: active.refusal, recorded: noted.recorded })
  if (noted.configuration) deps.configurations.remember(noted.configuration)
  const current = activeConnector(noted.configuration ?? held)
  return current.ok ? current : refuseLogin(deps, input, current.refusal.code)
}
