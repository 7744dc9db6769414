// A login begins: find the SSO key's configuration, build the request, leave. Nothing is written anywhere.

import type { AuthorizationRequest } from '../protocol/oidc/authorization-request.ts'
import type { Refusal } from '../refusal.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { SsoId } from '../tenants/ids.ts'
import type { ActiveConnector, LoginConfiguration } from '../tenants/login-configuration.ts'
import type { Gates, LoginConfigurations } from './ports.ts'
import type { LoginRefusalCode } from './refusals.ts'
import { parseReturnTo } from './return-to.ts'
import { type BegunLogin, type SendDeps, sendRequest } from './send-request.ts'

export interface BeginDeps extends SendDeps {
  readonly configurations: LoginConfigurations
  readonly gates: Gates
}

export interface BeginInput {
  readonly ssoId: SsoId
  readonly cookies: ReadonlyMap<string, string>
  readonly returnTo?: string | undefined
  readonly forceAuthn?: boolean
  readonly loginHint?: string | undefined
  /** The application's authorization request, when one began this login; `returnTo` is not read then. */
  readonly oidc?: AuthorizationRequest
}

const MAX_LOGIN_HINT = 254

/**
 * Begins a login at an SSO key. Refuses an unknown key, a key without an active connector, a disabled connector, and a
 * malformed `return_to` or `login_hint`.
 */
export async function beginLogin(
  deps: BeginDeps,
  input: BeginInput,
): Promise<Result<BegunLogin, Refusal<LoginRefusalCode>>> {
  const { oidc, loginHint, cookies } = input
  const returnTo = input.returnTo === undefined ? undefined : parseReturnTo(input.returnTo)
  if (input.returnTo !== undefined && returnTo === undefined)
    return refuse({ code: 'login_return_to_invalid' })
  if (loginHint !== undefined && (loginHint.length > MAX_LOGIN_HINT || /\p{Cc}/u.test(loginHint))) {
    return refuse({ code: 'login_hint_invalid' })
  }
  const connector = await governingConnector(deps, await deps.configurations.find(input.ssoId))
  if (!connector.ok) return connector
  const pending = {
    purpose: 'login' as const,
    ...(oidc ? { oidc } : returnTo === undefined ? {} : { returnTo }),
  }
  const forceAuthn = input.forceAuthn ?? false
  return ok(
    await sendRequest(deps, { ...connector.value, pending, forceAuthn, loginHint, cookies }),
  )
}

/** Begins the test that a one-time link names: the draft's own configuration, opened once by the gate. */
export async function beginTest(
  deps: BeginDeps,
  input: { ssoId: SsoId; token: string; cookies: ReadonlyMap<string, string> },
): Promise<Result<BegunLogin, Refusal<LoginRefusalCode>>> {
  const published = await deps.configurations.find(input.ssoId)
  if (published === undefined) return refuse({ code: 'login_sso_key_unknown' })
  const test = await deps.gates
    .at(published.gate)
    .openTest(published.tenantId, input.ssoId, input.token)
  const connector = test?.configuration.connector
  if (test === undefined || connector === undefined) return refuse({ code: 'login_test_unknown' })
  const pending = { purpose: 'test' as const, testId: test.testId }
  const { configuration } = test
  return ok(
    await sendRequest(deps, {
      configuration,
      connector,
      pending,
      forceAuthn: false,
      cookies: input.cookies,
    }),
  )
}

/** What this location holds may be behind by a minute: it sends people on, but nobody is refused without asking the gate. */
async function governingConnector(
  { gates, configurations }: BeginDeps,
  held: LoginConfiguration | undefined,
): Promise<ReturnType<typeof activeConnector>> {
  const active = activeConnector(held)
  if (active.ok || held === undefined) return active
  const governing = await gates.at(held.gate).findConfiguration(held.tenantId, held.ssoKey.id)
  if (governing === undefined) return active
  configurations.remember(governing)
  return activeConnector(governing)
}

/** The connector that logins at this SSO key use now, as far as this location knows. */
export function activeConnector(
  configuration: LoginConfiguration | undefined,
): Result<
  { configuration: LoginConfiguration; connector: ActiveConnector },
  Refusal<LoginRefusalCode>
> {
  if (configuration === undefined) return refuse({ code: 'login_sso_key_unknown' })
  const { connector } = configuration
  if (connector === undefined) return refuse({ code: 'login_connector_missing' })
  return connector.enabled
    ? ok({ configuration, connector })
    : refuse({ code: 'login_connector_disabled' })
}
