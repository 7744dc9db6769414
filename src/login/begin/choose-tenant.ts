// A person of several tenants has chosen one. The IdP is asked again, and its answer is held
// against the rules with the choice in mind: what was chosen opens nothing by itself. The choice
// travels in the sealed cookie of the new request.

import { ok, type Result, refuse } from '../../result.ts'
import type { SsoId, TenantId } from '../../tenants/ids.ts'
import { activeConnector } from '../active-connector.ts'
import { recogniseLogin } from '../complete/receive-response.ts'
import type { LoginTrace } from '../login-trace.ts'
import { type RefusedOutcome, refuseAttempt } from '../refuse-attempt.ts'
import type { BeginDeps } from './begin-login.ts'
import { type BegunLogin, sendRequest } from './send-request.ts'

export interface ChooseInput {
  readonly ssoId: SsoId
  /** The request whose answer left the choice. */
  readonly requestId: string
  readonly tenantId: TenantId
  readonly cookies: ReadonlyMap<string, string>
  readonly attempt: LoginTrace
}

/**
 * Begins the login again, for the chosen tenant. Refuses a request that this browser did not send,
 * and one that expired (R53).
 */
export async function chooseTenant(
  deps: BeginDeps,
  { ssoId, requestId, tenantId, cookies, attempt }: ChooseInput,
): Promise<Result<BegunLogin, RefusedOutcome>> {
  const now = deps.clock()
  const recognised = await recogniseLogin(deps.keyring, {
    ssoId,
    inResponseTo: requestId,
    cookies,
    now,
    purposes: ['login'],
  })
  const active = activeConnector(await deps.configurations.find(ssoId))
  attempt.ended('configuration')
  const failed = recognised.ok ? active : recognised
  if (!recognised.ok || !active.ok) {
    const refusal = failed.ok ? { code: 'login_request_unknown' } : { code: failed.refusal.code }
    return refuse(await refuseAttempt(deps, { ssoId, purpose: 'login', attempt, refusal }))
  }
  const { returnTo, oidc, forceAuthn } = recognised.value.pending
  const carried = {
    ...(returnTo === undefined ? {} : { returnTo }),
    ...(oidc === undefined ? {} : { oidc }),
  }
  return ok(
    await sendRequest(deps, {
      ...active.value,
      pending: { purpose: 'login', ...carried, chosenTenantId: tenantId },
      forceAuthn,
      cookies,
    }),
  )
}
