// How two login configurations are told apart.

import { certificateFingerprint } from '../tenants/certificate-fingerprint.ts'
import type { LoginConfiguration } from '../tenants/connectors/login-configuration.ts'

/**
 * What changes whenever logins are judged otherwise: version, trust revision, whether they are let
 * in at all, what decrypts.
 */
export function stampOf(configuration: LoginConfiguration | undefined): string {
  if (configuration?.connector === undefined) return ''
  const { ssoKey, connector } = configuration
  const keys = [ssoKey, ...(ssoKey.further ?? [])].map(({ certificatePem }) =>
    certificateFingerprint(certificatePem).slice(0, 16),
  )
  return [connector.version, connector.trust.revision, connector.enabled, ...keys].join(' ')
}
