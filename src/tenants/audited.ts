// What the audit log says of commands.

import type { CommandKind } from './commands.ts'

interface Audited {
  readonly action: string
  /** The type of what it changes. */
  readonly type: string
  /** The target is gone afterwards. */
  readonly gone?: true
}

/** What each command is called in the audit log. One that finds everything as it should be leaves no entry. */
export const AUDITED: Readonly<Record<CommandKind, Audited | undefined>> = {
  create_tenant: { action: 'tenant.created', type: 'tenant' },
  update_tenant: { action: 'tenant.updated', type: 'tenant' },
  delete_tenant: { action: 'tenant.deleted', type: 'tenant', gone: true },
  reconcile_tenant: { action: 'tenant.reconciled', type: 'tenant' },
  reseal_tenant: { action: 'tenant.resealed', type: 'tenant' },
  issue_sso_key: { action: 'sso_key.issued', type: 'sso_key' },
  update_sso_key: { action: 'sso_key.updated', type: 'sso_key' },
  delete_sso_key: { action: 'sso_key.deleted', type: 'sso_key', gone: true },
  create_external_idp: { action: 'external_idp.created', type: 'external_idp' },
  update_external_idp: { action: 'external_idp.updated', type: 'external_idp' },
  refresh_external_idp: { action: 'external_idp.refreshed', type: 'external_idp' },
  remove_certificate: { action: 'external_idp.certificate_removed', type: 'external_idp' },
  record_metadata: { action: 'external_idp.refreshed', type: 'external_idp' },
  approve_metadata_change: { action: 'external_idp.change_approved', type: 'external_idp' },
  reject_metadata_change: { action: 'external_idp.change_rejected', type: 'external_idp' },
  issue_sso_key_certificate: { action: 'sso_key.certificate_issued', type: 'sso_key' },
  activate_sso_key_certificate: { action: 'sso_key.certificate_activated', type: 'sso_key' },
  delete_sso_key_certificate: { action: 'sso_key.certificate_deleted', type: 'sso_key' },
  notice_expiry: undefined,
  delete_external_idp: { action: 'external_idp.deleted', type: 'external_idp', gone: true },
  create_connector: { action: 'connector.created', type: 'connector' },
  update_connector: { action: 'connector.updated', type: 'connector' },
  delete_connector: { action: 'connector.deleted', type: 'connector', gone: true },
  set_connector_enabled: { action: 'connector.switched', type: 'connector' },
  start_test: { action: 'connector.test_started', type: 'connector' },
  activate_version: { action: 'connector.activated', type: 'connector' },
  invite_user: { action: 'user.invited', type: 'user' },
  link_user: { action: 'user.linked', type: 'user' },
  unlink_user: { action: 'user.unlinked', type: 'user' },
  update_user: { action: 'user.updated', type: 'user' },
  set_user_active: { action: 'user.switched', type: 'user' },
  delete_user: { action: 'user.deleted', type: 'user', gone: true },
  confirm_relink: { action: 'user.relink_confirmed', type: 'user' },
  confirm_relinks: { action: 'connector.relinks_confirmed', type: 'connector' },
  forget_relink: { action: 'user.relink_forgotten', type: 'user' },
  send_password_link: { action: 'user.password_link_sent', type: 'user' },
  reset_second_factors: { action: 'user.second_factors_reset', type: 'user' },
  remove_password: { action: 'user.password_removed', type: 'user' },
  end_user_sessions: { action: 'user.sessions_ended', type: 'user' },
  open_response: { action: 'event.response_opened', type: 'event' },
  create_webhook: { action: 'webhook.created', type: 'webhook' },
  update_webhook: { action: 'webhook.updated', type: 'webhook' },
  rotate_webhook_secret: { action: 'webhook.secret_rotated', type: 'webhook' },
  delete_webhook: { action: 'webhook.deleted', type: 'webhook', gone: true },
  ping_webhook: undefined,
  replay_webhook: { action: 'webhook.replayed', type: 'webhook' },
  claim_domain: { action: 'domain.claimed', type: 'domain' },
  check_domain: { action: 'domain.checked', type: 'domain' },
  delete_domain: { action: 'domain.deleted', type: 'domain', gone: true },
  set_sign_in_policy: { action: 'sign_in_policy.changed', type: 'sign_in_policy' },
  set_enforcement: { action: 'enforcement.changed', type: 'enforcement' },
  advance_enforcement: { action: 'enforcement.started', type: 'enforcement' },
  exempt_user: { action: 'enforcement.user_exempted', type: 'user' },
  end_exemption: { action: 'enforcement.exemption_ended', type: 'user' },
  consent_enforcement: { action: 'enforcement.consented', type: 'enforcement' },
  break_glass: { action: 'enforcement.glass_broken', type: 'enforcement' },
  end_break_glass: { action: 'enforcement.glass_ended', type: 'enforcement' },
  issue_recovery_codes: { action: 'recovery_codes.issued', type: 'enforcement' },
  confirm_recovery_codes: { action: 'recovery_codes.confirmed', type: 'enforcement' },
  roll_back_connector: { action: 'connector.rolled_back', type: 'connector' },
  promote_version: { action: 'connector.promoted', type: 'connector' },
  grant_application: { action: 'application.granted', type: 'application' },
  refresh_application: { action: 'application.granted', type: 'application' },
  revoke_application: { action: 'application.revoked', type: 'application' },
}
