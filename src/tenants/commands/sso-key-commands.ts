// The commands that issue a tenant's SSO keys, replace their certificates, and take them away.

import type { SsoId, TenantId } from '../ids.ts'
import type { Environment, SsoKey } from '../sso-key.ts'

/** Command -> what it carries. */
export interface SsoKeyCommands {
  issue_sso_key: {
    readonly tenantId: TenantId
    readonly name: string
    readonly environment: Environment
    readonly origin: string
  }
  /** Renames the key, or offers it for encryption, or no longer. What is absent stays. */
  update_sso_key: {
    readonly tenantId: TenantId
    readonly ssoId: SsoId
    readonly change: { readonly name?: string; readonly encryption?: boolean }
  }
  delete_sso_key: { readonly tenantId: TenantId; readonly ssoId: SsoId; readonly confirm: string }
  /** Issues the certificate that is to follow the current one. */
  issue_sso_key_certificate: { readonly tenantId: TenantId; readonly ssoId: SsoId }
  /** Makes the next certificate the current one; requests are signed with it from then on. */
  activate_sso_key_certificate: {
    readonly tenantId: TenantId
    readonly ssoId: SsoId
    readonly fingerprintSha256: string
  }
  delete_sso_key_certificate: {
    readonly tenantId: TenantId
    readonly ssoId: SsoId
    readonly fingerprintSha256: string
  }
}

export interface SsoKeyCommandResults {
  issue_sso_key: SsoKey
  update_sso_key: SsoKey
  delete_sso_key: SsoKey
  issue_sso_key_certificate: SsoKey
  activate_sso_key_certificate: SsoKey
  delete_sso_key_certificate: SsoKey
}

export type SsoKeyRefusalCode =
  | 'sso_key_unknown'
  | 'sso_key_limit_reached'
  | 'sso_key_name_taken'
  | 'sso_key_confirmation_mismatch'
  | 'sso_key_in_use'
  | 'sso_key_certificate_limit_reached'
  | 'sso_key_certificate_not_next'
  | 'sso_key_certificate_current'
