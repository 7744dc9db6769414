// What a logout message has to satisfy, put together from what is registered (R40).

import type { LogoutExpectation } from '../../protocol/saml/logout/expectation.ts'
import type {
  ActiveConnector,
  LoginConfiguration,
} from '../../tenants/connectors/login-configuration.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import { weakAlgorithmsAllowed } from '../complete/expectation.ts'

/** The expectation at `now`, milliseconds since the epoch. */
export function logoutExpectationOf(
  ssoKey: LoginConfiguration['ssoKey'],
  { settings, trust }: ActiveConnector,
  now: number,
): LogoutExpectation {
  const { spEntityID, sloUrl } = ssoKeyUrls(ssoKey)
  return {
    spEntityID,
    sloUrl,
    idpEntityID: settings.idpEntityID,
    now,
    clockSkewMs: settings.clockSkewSeconds * 1000,
    certificates: trust.certificates,
    allowAesCbc: settings.allowAesCbc ?? false,
    allowWeakAlgorithms: weakAlgorithmsAllowed(settings.allowWeakAlgorithmsUntil, now),
  }
}
