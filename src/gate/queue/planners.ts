// Command -> what reads and decides it. The queue carries out whatever one of them plans.

import type { CommandKind } from '../../tenants/commands/commands.ts'
import {
  grantApplication,
  refreshApplication,
  revokeApplication,
} from '../commands/applications.ts'
import {
  createConnector,
  deleteConnector,
  setConnectorEnabled,
  updateConnector,
} from '../commands/connectors/connectors.ts'
import { confirmRelink, confirmRelinks, forgetRelink } from '../commands/connectors/relinks.ts'
import { promoteVersion, rollBackConnector } from '../commands/connectors/version-moves.ts'
import { activateVersion, startTest } from '../commands/connectors/versions.ts'
import { checkDomain, claimDomain, deleteDomain } from '../commands/domains.ts'
import {
  breakGlass,
  confirmRecoveryCodes,
  consentEnforcement,
  endBreakGlass,
  endExemption,
  exemptUser,
  issueRecoveryCodes,
} from '../commands/enforcement/break-glass.ts'
import { advanceEnforcement, setEnforcement } from '../commands/enforcement/enforcement.ts'
import { setSignInPolicy } from '../commands/enforcement/sign-in-policy.ts'
import { openResponse } from '../commands/event-responses.ts'
import { noticeExpiry } from '../commands/external-idps/expiry.ts'
import {
  createExternalIdp,
  deleteExternalIdp,
  updateExternalIdp,
} from '../commands/external-idps/external-idps.ts'
import { approveIssuer } from '../commands/external-idps/issuers.ts'
import {
  approveMetadataChange,
  recordMetadata,
  rejectMetadataChange,
} from '../commands/external-idps/metadata.ts'
import { refreshExternalIdp, removeCertificate } from '../commands/external-idps/trust.ts'
import {
  removePassword,
  resetSecondFactors,
  sendPasswordLink,
} from '../commands/people/accounts.ts'
import { inviteUser, linkUser, unlinkUser } from '../commands/people/user-links.ts'
import { deleteUser, endUserSessions, setUserActive, updateUser } from '../commands/people/users.ts'
import { reconcileTenant } from '../commands/repair/reconcile.ts'
import { resealTenant } from '../commands/repair/reseal.ts'
import { pingWebhook, replayWebhook } from '../commands/send-webhooks.ts'
import {
  activateSsoKeyCertificate,
  deleteSsoKeyCertificate,
  issueSsoKeyCertificate,
} from '../commands/sso-keys/sso-key-certificates.ts'
import { deleteSsoKey, issueSsoKey, updateSsoKey } from '../commands/sso-keys/sso-keys.ts'
import { updateTenant } from '../commands/tenants/tenant-changes.ts'
import { createTenant, deleteTenant } from '../commands/tenants/tenants.ts'
import {
  createWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  updateWebhook,
} from '../commands/webhooks.ts'
import type { Planner } from '../intents/plan.ts'

/** The planner of every command there is. */
export const PLANNERS: { readonly [K in CommandKind]: Planner<K> } = {
  create_tenant: createTenant,
  update_tenant: updateTenant,
  delete_tenant: deleteTenant,
  reconcile_tenant: reconcileTenant,
  reseal_tenant: resealTenant,
  issue_sso_key: issueSsoKey,
  update_sso_key: updateSsoKey,
  delete_sso_key: deleteSsoKey,
  create_external_idp: createExternalIdp,
  update_external_idp: updateExternalIdp,
  refresh_external_idp: refreshExternalIdp,
  record_metadata: recordMetadata,
  approve_metadata_change: approveMetadataChange,
  reject_metadata_change: rejectMetadataChange,
  remove_certificate: removeCertificate,
  issue_sso_key_certificate: issueSsoKeyCertificate,
  activate_sso_key_certificate: activateSsoKeyCertificate,
  delete_sso_key_certificate: deleteSsoKeyCertificate,
  notice_expiry: noticeExpiry,
  delete_external_idp: deleteExternalIdp,
  create_connector: createConnector,
  update_connector: updateConnector,
  delete_connector: deleteConnector,
  set_connector_enabled: setConnectorEnabled,
  start_test: startTest,
  approve_issuer: approveIssuer,
  activate_version: activateVersion,
  roll_back_connector: rollBackConnector,
  promote_version: promoteVersion,
  grant_application: grantApplication,
  refresh_application: refreshApplication,
  revoke_application: revokeApplication,
  open_response: openResponse,
  invite_user: inviteUser,
  link_user: linkUser,
  unlink_user: unlinkUser,
  update_user: updateUser,
  set_user_active: setUserActive,
  delete_user: deleteUser,
  send_password_link: sendPasswordLink,
  remove_password: removePassword,
  reset_second_factors: resetSecondFactors,
  end_user_sessions: endUserSessions,
  confirm_relink: confirmRelink,
  confirm_relinks: confirmRelinks,
  forget_relink: forgetRelink,
  claim_domain: claimDomain,
  check_domain: checkDomain,
  delete_domain: deleteDomain,
  set_sign_in_policy: setSignInPolicy,
  set_enforcement: setEnforcement,
  advance_enforcement: advanceEnforcement,
  exempt_user: exemptUser,
  end_exemption: endExemption,
  consent_enforcement: consentEnforcement,
  break_glass: breakGlass,
  end_break_glass: endBreakGlass,
  issue_recovery_codes: issueRecoveryCodes,
  confirm_recovery_codes: confirmRecoveryCodes,
  create_webhook: createWebhook,
  update_webhook: updateWebhook,
  rotate_webhook_secret: rotateWebhookSecret,
  delete_webhook: deleteWebhook,
  ping_webhook: pingWebhook,
  replay_webhook: replayWebhook,
}
