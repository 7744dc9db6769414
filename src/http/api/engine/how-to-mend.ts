// How a caller mends what the API refused: one or two sentences per code, shown in each problem and
// on the code's page.

import { IDP_MENDS } from '../external-idps/how-to-mend-idp.ts'
import type { ProblemCode } from './api-refusals.ts'

const READ_AGAIN = 'Read the list again and use an id from it. The thing may have been deleted.'
const CHOOSE_ANOTHER = 'Choose another one, or change or delete the one that has it.'

/** Advice on a request: how to write it so that it is accepted. */
const ON_REQUESTS = {
  api_credentials_missing:
    'Send `Authorization: Bearer` with the credential that `Expected` names.',
  api_credentials_invalid:
    'Compare the credential with the one that `Expected` names. An API key begins with `esk_`; the operator issues a new one with `POST /api/v1/api-keys`.',
  api_key_required: 'Issue an API key with `POST /api/v1/api-keys` and send that.',
  api_scope_missing:
    'Use an API key that has the scope, or ask an administrator of the tenant for the role.',
  api_key_bound: 'Use an API key that is bound to no tenant, or the operation below the tenant.',
  api_https_required:
    'Call the https address. Revoke the key that was sent (`DELETE /api/v1/api-keys/{api_key_id}`), and issue another.',
  api_origin_foreign:
    'Call from a page of this service, or use an API key in place of the session.',
  api_recent_authentication_required:
    'Send the person to `authentication_url` with a `return_to`, then repeat the request.',
  setup_session_missing: 'Open the set-up link again.',
  api_header_invalid:
    'Correct the header that `Got` names. `If-Match` takes an `ETag` as it was answered; `Idempotency-Key` takes 1 to 255 printable characters.',
  api_cursor_foreign:
    'Begin the list again without `cursor`, and leave the filters as they are while you page.',
  api_route_unknown:
    'Compare the path with `/api/v1/openapi.json`. Every path begins with `/api/v1/`; a verb follows an id behind a colon.',
  api_method_not_allowed: 'Use one of the methods that the header `Allow` names.',
  api_misdirected:
    'Use the address in the `servers` of the OpenAPI document. The operator adds names with `PUBLIC_ORIGIN` or `ALIAS_ORIGINS`.',
  api_body_too_large: 'Send less in one request. `Expected` is the limit in bytes.',
  api_body_not_json: 'Send the header `Content-Type: application/json`.',
  api_json_malformed:
    'Correct the text at the line and column in `detail`, or have a JSON library write the body.',
  api_members_invalid:
    'Correct each member that `errors` names. `/api/v1/openapi.json` describes all members.',
  api_precondition_failed:
    'Read the resource again, look at the members in `errors`, and repeat the change with the new `ETag`.',
  api_rate_limited: 'Wait as many seconds as `Retry-After` says, and send requests more slowly.',
  api_idempotency_mismatch:
    'Use a new `Idempotency-Key` for each new request, and the same one only to repeat a request.',
  api_document_secret:
    'Replace the secret in the document. Secrets are issued here and never imported.',
  api_key_unknown: READ_AGAIN,
  api_jurisdiction_unavailable: 'Leave `jurisdiction` out, or ask the operator to turn it on.',
  api_entity_id_required: 'Add `entity_id` with one of the entityIDs in `Expected`.',
  api_unavailable: 'Repeat the request after as many seconds as `Retry-After` says.',
  api_fault: 'Report it to the operator with the `request_id`. Nobody else can mend it.',
} as const

/** Advice on configuration: what to change first, and with which operation. */
const ON_CONFIGURATION = {
  tenant_unknown: READ_AGAIN,
  tenant_confirmation_mismatch: 'Add `?confirm=` with the exact name of the tenant.',
  tenant_has_children: 'Delete the child tenants first. `GET /tenants` lists them.',
  home_tenant_exists: 'Sign in at `/console/` with a user of the home tenant.',
  home_tenant_kept: 'Keep it: operators sign in there.',
  home_tenant_reserved:
    'Sign in at `/console/` as an operator, or use `OPERATOR_KEY` in place of the API key.',
  tenant_external_id_taken: CHOOSE_ANOTHER,
  tenant_parent_is_child: 'Use the root tenant as `parent_id`.',
  tenant_application_foreign: 'Grant the tenant the application, or choose one that it is granted.',
  tenant_role_in_use:
    'Change the connector that `Got` names, test it and activate the new version.',
  sso_key_unknown: READ_AGAIN,
  sso_key_limit_reached: 'Delete an SSO key that no connector uses.',
  sso_key_name_taken: CHOOSE_ANOTHER,
  sso_key_confirmation_mismatch: 'Add `?confirm=` with the exact name of the SSO key.',
  sso_key_in_use: 'Delete the connector of this SSO key first.',
  external_idp_unknown: READ_AGAIN,
  external_idp_name_taken: CHOOSE_ANOTHER,
  external_idp_confirmation_mismatch: 'Add `?confirm=` with the exact name of the external IdP.',
  external_idp_in_use:
    'Give those connectors another external IdP and activate it, or delete them.',
  external_idp_not_refreshable:
    'Register the external IdP with `metadata_url`, or change it by hand.',
  connector_unknown: READ_AGAIN,
  connector_name_taken: CHOOSE_ANOTHER,
  connector_reference_taken:
    'Choose another reference. Letter case makes no difference: `okta` and `OKTA` are the same.',
  connector_confirmation_mismatch: 'Add `?confirm=` with the exact name of the connector.',
  connector_binding_not_offered: 'Choose a binding that `Expected` names, or leave it out.',
  connector_tenant_foreign: 'Use the ids of the tenant itself and of its children.',
  connector_role_unknown:
    'Use a role that `Expected` names, or declare the new one in `roles` of the tenant.',
  user_role_unknown:
    'Use a role that `Expected` names, or declare the new one in `roles` of the tenant.',
  connector_application_foreign: 'Grant the tenant the application first.',
  connector_sso_key_taken: 'Issue another SSO key: each one has one connector.',
  connector_custom_field_conflict: 'Use the type that the other connector has, or another name.',
  test_unknown: 'List the tests of the connector, or start another with `:test`.',
  connector_response_missing: 'Test the connector, or paste a message as `saml_response`.',
  connector_same_environment: 'Choose a connector of the other environment as `target_id`.',
  version_unknown: 'List the versions of the connector and use a `version` from there.',
  version_not_tested:
    'Send `POST …/connectors/{connector_id}:test`, open the link and sign in. Then activate the version.',
  version_issuer_unapproved:
    'Compare `Got` with what the identity provider says of itself. Then send it with `:approve`, and activate the version that answers.',
  version_issuer_not_learned:
    'Test the latest version, and send the issuer that the test page shows.',
  version_is_active: 'Nothing is to be done: this version governs already.',
  version_never_governed: 'Activate it with `:activate`, or name a version that governed before.',
  version_none_earlier:
    'Activate a version that passed a test: `GET …/versions` lists them, `:activate` takes one.',
  application_unknown: READ_AGAIN,
  application_grant_unknown: 'Grant the application first, or read who is granted it.',
  webhook_unknown: READ_AGAIN,
  webhook_limit_reached: 'Delete a webhook that is no longer needed.',
  webhook_disabled: 'Enable the webhook with `PATCH` and `enabled: true`.',
  domain_unknown: READ_AGAIN,
  domain_claimed: 'Use the claim that there is: `GET …/domains` lists it.',
  domain_record_missing:
    'Add the TXT record that `Expected` holds, wait until your DNS answers it, and verify again.',
  user_unknown: READ_AGAIN,
  user_email_taken: CHOOSE_ANOTHER,
  user_last_admin: 'Give another active user the role `admin` first.',
  event_unknown:
    'Compare the reference with the page that showed it. Events are deleted after the time that the operator sets.',
} as const

/** Advice on what protects access: certificates, keys, enforcement and passwords. */
const ON_ACCESS = {
  application_without_secret:
    'Give the application another `token_endpoint_auth_method` first, or leave it without a secret.',
  signing_key_unknown: READ_AGAIN,
  signing_key_in_overlap: 'Repeat the request after the time that `Expected` names.',
  external_idp_without_certificate: 'Add a signing certificate of the identity provider.',
  external_idp_entity_changed:
    'Compare the entityID with the identity provider. If the change is meant, save it, test the connector and activate it.',
  external_idp_endpoint_changed:
    'Compare the endpoints with the identity provider. If the change is meant, save it, test the connector and activate it.',
  certificate_unknown: READ_AGAIN,
  certificate_is_last:
    'Add the new certificate first. `:disable` stops logins through the connector at once.',
  setup_link_unknown: 'Compare the address with the one that you were sent: all of it counts.',
  setup_link_revoked: 'Ask the administrator who sent the link for a new one.',
  setup_link_expired: 'Ask the administrator who sent the link for a new one.',
  setup_link_done: 'Nothing is left to do. Ask for a new link to change the set-up.',
  setup_link_task_missing: 'Ask an administrator to do it, or for a link with this task.',
  setup_link_activation_missing: 'Ask an administrator to activate the tested version.',
  setup_link_limit_reached:
    'Revoke a link that is no longer needed: `GET …/setup-links` lists them.',
  session_unknown: READ_AGAIN,
  user_link_unknown: 'List the links of the user: `GET …/users/{user_id}/links`.',
  domain_limit_reached: 'Delete a domain that is no longer needed.',
  domain_of_child: 'Claim the domain at the root tenant.',
  domain_taken: 'Have the other tenant delete the domain, or ask the operator.',
  enforcement_connector_missing: 'Activate and enable a connector for production first.',
  enforcement_admin_login_missing: 'Have an administrator sign in through a production connector.',
  enforcement_way_back_missing:
    'Issue recovery codes, confirm one, and exempt an administrator; or ask the operator to consent.',
  enforcement_start_invalid:
    'Choose a `starts_at` within 90 days, or leave it out to start at once.',
  exemption_limit_reached: 'End an exemption that is no longer needed.',
  exemption_end_past: 'Choose an `until` in the future, or leave it out.',
  exemption_unknown: 'Read the enforcement: `exemptions` lists the users that have one.',
  recovery_code_wrong:
    'Type one of the codes that were issued last and not used, or issue new ones.',
  user_inactive: 'Reactivate the user with `:reactivate`.',
  user_without_email:
    'Have the identity provider send an e-mail address, then send the link again.',
  password_unknown: 'Nothing is to be removed. `:invite_password` lets the user set a password.',
  mail_unavailable:
    'Ask for `deliver: answer` with an API key, or have the operator set up a delivery of mails.',
  password_link_by_mail_only: 'Ask for `deliver: mail`, or use an API key.',
  webhook_url_forbidden:
    'Use a public https URL with a host name, without port, user and password.',
} as const

/** How to mend a refusal of the API, where the meaning alone does not say it. */
export const API_MENDS: Readonly<Partial<Record<ProblemCode, string>>> = {
  ...ON_REQUESTS,
  ...ON_CONFIGURATION,
  ...ON_ACCESS,
  ...IDP_MENDS,
}
