// Which connector governs logins at an SSO key, as far as a configuration says.

import type { Refusal } from '../refusal.ts'
import { ok, type Result, refuse } from '../result.ts'
import type {
  ActiveConnector,
  LoginConfiguration,
} from '../tenants/connectors/login-configuration.ts'
import type { LoginRefusalCode } from './login-refusals.ts'

/** The connector that logins use under a configuration, with it. */
export interface ActiveLogin {
  readonly configuration: LoginConfiguration
  readonly connector: ActiveConnector
}

/** The connector that logins at this SSO key use now, as far as this location knows. */
export function activeConnector(
  configuration: LoginConfiguration | undefined,
): Result<ActiveLogin, Refusal<LoginRefusalCode>> {
  if (configuration === undefined) return refuse({ code: 'login_sso_key_unknown' })
  const { connector } = configuration
  if (connector === undefined) return refuse({ code: 'login_connector_missing' })
  return connector.enabled
    ? ok({ configuration, connector })
    : refuse({ code: 'login_connector_disabled' })
}
