// What the refusals of configuration commands mean.

import type { CommandMeaning, CommandMeaningTable, RefusalKind } from '../../refusal.ts'
import { ENFORCEMENT_REFUSALS } from '../enforcement.ts'
import { ACCOUNT_REFUSALS } from './accounts.ts'
import { DOMAIN_REFUSALS } from './domain-refusals.ts'
import type { EnvelopeRefusalCode } from './envelope.ts'
import { SETUP_LINK_REFUSALS } from './setup-link-refusals.ts'

const byOperator =
  (kind: RefusalKind) =>
  (message: string, rule: string): CommandMeaning => ({ kind, message, fixedBy: 'sp_admin', rule })
const unknown = byOperator('unknown')
const conflict = byOperator('conflict')
const invalid = byOperator('invalid')

export const TENANT_REFUSALS = {
  tenant_unknown: unknown('There is no such tenant.', 'I5'),
  tenant_confirmation_mismatch: invalid(
    'Deleting a tenant takes its exact name as confirmation.',
    'I9',
  ),
  tenant_has_children: conflict('The tenant still has child tenants. Delete them first.', 'I9'),
  home_tenant_exists: conflict('This deployment has its home tenant already.', 'I11'),
  home_tenant_kept: conflict('The home tenant cannot be deleted.', 'I11'),
  home_tenant_reserved: {
    kind: 'forbidden',
    message: 'Only an operator changes the home tenant.',
    fixedBy: 'sp_admin',
    rule: 'I11',
  },
  tenant_external_id_taken: conflict('Another tenant has this external id.', 'I9'),
  tenant_parent_is_child: invalid(
    'The parent is itself a child tenant: tenants nest one level deep.',
    'I5',
  ),
  sso_key_unknown: unknown('The tenant has no such SSO key.', 'I5'),
  sso_key_limit_reached: conflict(
    'The tenant has all the SSO keys it may have. Delete one first.',
    'I1',
  ),
  sso_key_name_taken: conflict(
    'Another SSO key of the tenant has this name. Letter case makes no difference.',
    'I9',
  ),
  sso_key_confirmation_mismatch: invalid(
    'Deleting an SSO key takes its exact name as confirmation.',
    'I9',
  ),
  sso_key_in_use: conflict('A connector uses this SSO key. Delete the connector first.', 'I9'),
  external_idp_unknown: unknown('The tenant has no such external IdP.', 'I5'),
  external_idp_name_taken: conflict(
    'Another external IdP of the tenant has this name. Letter case makes no difference.',
    'I9',
  ),
  external_idp_in_use: conflict(
    'A connector uses this external IdP, in its latest or in its active version.',
    'I9',
  ),
  external_idp_confirmation_mismatch: invalid(
    'Deleting an external IdP takes its exact name as confirmation.',
    'I9',
  ),
  external_idp_without_certificate: {
    kind: 'invalid',
    message: 'Without a signing certificate nothing that the IdP sends could be verified.',
    fixedBy: 'idp_admin',
    rule: 'R11',
  },
  external_idp_not_refreshable: conflict(
    'Only an external IdP that was registered by a metadata URL can be refreshed.',
    'R45',
  ),
  external_idp_entity_changed: {
    kind: 'conflict',
    message:
      'The entityID is another one than before. Such a change is never taken over by itself: save it, test it, activate it.',
    fixedBy: 'idp_admin',
    rule: 'R45',
  },
  external_idp_endpoint_changed: {
    kind: 'conflict',
    message:
      'The SSO endpoints are others than before. Such a change is never taken over by itself: save it, test it, activate it.',
    fixedBy: 'idp_admin',
    rule: 'R45',
  },
  external_idp_change_unknown: conflict(
    'No such change of the metadata waits for approval. Read the external IdP again: the metadata may have changed since.',
    'R45',
  ),
  certificate_unknown: unknown('There is no such certificate here.', 'R10'),
  certificate_is_last: conflict(
    'This is the last certificate that can be verified with. To stop logins at once, disable the connector.',
    'R11',
  ),
  sso_key_certificate_limit_reached: conflict(
    'The SSO key has a next certificate already, or all the certificates it may have. Activate or delete one first.',
    'I9',
  ),
  sso_key_certificate_not_next: conflict(
    'Only the next certificate can be activated. Test it first with `:test`.',
    'I9',
  ),
  sso_key_certificate_current: conflict(
    'This is the certificate that requests are signed with. Activate the next one first.',
    'I9',
  ),
  connector_unknown: unknown('The tenant has no such connector.', 'I5'),
  connector_name_taken: conflict(
    'Another connector of the tenant has this name. Letter case makes no difference.',
    'I9',
  ),
  connector_reference_taken: conflict(
    'Another connector of the tenant has this reference. Letter case makes no difference.',
    'I9',
  ),
  connector_confirmation_mismatch: invalid(
    'People sign in through this connector. Deleting it takes its exact name as confirmation.',
    'I9',
  ),
  connector_binding_not_offered: invalid(
    'The external IdP has no SSO endpoint for this binding.',
    'SAML Metadata §2.4.3',
  ),
  connector_tenant_foreign: invalid(
    'A connector opens its own tenant and the children of that one, and no other.',
    'I5',
  ),
  connector_role_unknown: invalid(
    'The tenant has declared its roles, and this is not one of them.',
    'I9',
  ),
  tenant_role_in_use: conflict(
    'A version that governs logins gives a role that would be gone. Activate one without it first.',
    'I9',
  ),
  user_role_unknown: invalid(
    'The tenant has declared its roles, and this is not one of them.',
    'I9',
  ),
  connector_application_foreign: invalid(
    'People land only in applications that the tenant of the connector is granted.',
    'I5',
  ),
  application_unknown: unknown('There is no such application.', 'I9'),
  application_grant_unknown: unknown('The tenant is not granted this application.', 'I9'),
  tenant_application_foreign: invalid(
    'People land only in applications that their tenant is granted.',
    'I5',
  ),
  connector_custom_field_conflict: conflict(
    'Another connector of the tenant has this field with another type.',
    'I9',
  ),
  connector_sso_key_taken: conflict('Another connector uses this SSO key.', 'I9'),
  event_response_unknown: unknown('No response is kept for this event, or no longer.', 'I8'),
  user_unknown: unknown('The tenant has no such user.', 'I5'),
  session_unknown: unknown('The user has no such session, or no longer.', 'I5'),
  user_email_taken: conflict('Another user of the tenant has this e-mail address.', 'R52'),
  user_link_unknown: unknown('The user is not linked to this connector.', 'I9'),
  user_last_admin: conflict(
    'The tenant would have no active administrator any more. Make another one first; a key that is bound to no tenant may say `confirm=last_admin`.',
    'I9',
  ),
  ...DOMAIN_REFUSALS,
  ...ENFORCEMENT_REFUSALS,
  ...ACCOUNT_REFUSALS,
  ...SETUP_LINK_REFUSALS,
  relink_unknown: unknown(
    'Nobody is to be re-linked here: who signs in is recognised, or has never been.',
    'R52',
  ),
  relink_disputed: conflict(
    'More than one identity came with the e-mail address of this user, or the user has one of this identity provider in another format. Find out there who the person is, have them try again, and confirm with the event of that login.',
    'R52',
  ),
  webhook_unknown: unknown('The tenant has no such webhook.', 'I5'),
  webhook_limit_reached: conflict(
    'The tenant has all the webhooks it may have. Delete one first.',
    'I9',
  ),
  webhook_url_forbidden: invalid(
    'A webhook goes to a public https address by name, without user name, password and port.',
    'R45',
  ),
  webhook_disabled: conflict('The webhook is disabled. Enable it first.', 'I9'),
  version_unknown: unknown('The connector has no such version.', 'I9'),
  version_is_active: conflict('This version governs logins already.', 'I6'),
  version_never_governed: conflict(
    'This version never governed logins, so nothing can go back to it. Activate it with `:activate`.',
    'I6',
  ),
  version_none_earlier: conflict('No version governed before the one that governs now.', 'I6'),
  connector_same_environment: invalid(
    'A configuration is promoted to a connector of the other environment.',
    'I6',
  ),
  version_issuer_unapproved: conflict(
    'The issuer of the identity provider was left out, and nobody has approved the one that a test learned.',
    'I6, R40',
  ),
  version_issuer_not_learned: conflict(
    'The last passed test of this version, which has to be the latest one, did not learn this issuer.',
    'I6, R40',
  ),
  version_not_tested: conflict(
    'This version needs a passed test, with the typed certificates and the metadata URL on record now, before it can be activated. Test it first with `:test`.',
    'I6',
  ),
} as const satisfies CommandMeaningTable

/** Every refusal of a configuration command. */
export type TenantRefusalCode = keyof typeof TENANT_REFUSALS | EnvelopeRefusalCode
