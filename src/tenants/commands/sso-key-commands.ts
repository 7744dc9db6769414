// The commands that issue a tenant's SSO keys, replace their certificates, and take them away.

import type { SsoId, TenantId } from '../ids.ts'
import type { Environment, SsoKey } from '../sso-key.ts'
import { command } from './command.ts'

interface OneKey {
  readonly tenantId: TenantId
  readonly ssoId: SsoId
}

type OneCertificate = OneKey & { readonly fingerprintSha256: string }

/** The commands on SSO keys. */
export const SSO_KEY_COMMANDS = {
  issue_sso_key: command<
    {
      readonly tenantId: TenantId
      readonly name: string
      readonly environment: Environment
      readonly origin: string
    },
    SsoKey
  >({
    target: 'sso_key',
    audit: 'sso_key.issued',
    refusals: ['sso_key_limit_reached', 'sso_key_name_taken'],
  }),
  /** Renames the key, or offers it for encryption, or no longer. What is absent stays. */
  update_sso_key: command<
    OneKey & { readonly change: { readonly name?: string; readonly encryption?: boolean } },
    SsoKey
  >({
    target: 'sso_key',
    audit: 'sso_key.updated',
    refusals: ['sso_key_unknown', 'sso_key_name_taken'],
  }),
  delete_sso_key: command<OneKey & { readonly confirm: string }, SsoKey>({
    target: 'sso_key',
    audit: 'sso_key.deleted',
    deletes: true,
    refusals: ['sso_key_unknown', 'sso_key_confirmation_mismatch', 'sso_key_in_use'],
  }),
  /** Issues the certificate that is to follow the current one. */
  issue_sso_key_certificate: command<OneKey, SsoKey>({
    target: 'sso_key',
    audit: 'sso_key.certificate_issued',
    refusals: ['sso_key_unknown', 'sso_key_certificate_limit_reached'],
  }),
  /** Makes the next certificate the current one; requests are signed with it from then on. */
  activate_sso_key_certificate: command<OneCertificate, SsoKey>({
    target: 'sso_key',
    audit: 'sso_key.certificate_activated',
    refusals: ['sso_key_unknown', 'certificate_unknown', 'sso_key_certificate_not_next'],
  }),
  delete_sso_key_certificate: command<OneCertificate, SsoKey>({
    target: 'sso_key',
    audit: 'sso_key.certificate_deleted',
    refusals: ['sso_key_unknown', 'certificate_unknown', 'sso_key_certificate_current'],
  }),
} as const
