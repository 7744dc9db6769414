// The refusals that a broken connector produces, and what its administrators can do about each. One
// that comes again and again, while nobody gets in, keeps everybody out: see `connector-watch.ts`.

import type { SamlRefusalCode } from '../protocol/saml/response/response-refusals.ts'
import type { StatusRefusalCode } from '../protocol/saml/status-refusals.ts'
import type { DsigRefusalCode } from '../protocol/xmldsig/xmldsig-refusals.ts'
import type { XmlencRefusalCode } from '../protocol/xmlenc/xmlenc-refusals.ts'
import type { LoginRefusalCode } from './login-refusals.ts'

/** A refusal that tells of its connector. */
export interface WatchedRefusal {
  /**
   * Only what the IdP signed is refused so. The others anybody can cause who begins a login, so
   * each has to answer one; what is mere garbage is in this table at all only where a mistake at
   * the IdP looks the same.
   */
  readonly signed: boolean
  /** What to do, in a sentence or two. */
  readonly todo: string
}

const signed = (todo: string): WatchedRefusal => ({ signed: true, todo })
const unsigned = (todo: string): WatchedRefusal => ({ signed: false, todo })

const NEW_KEY =
  'The identity provider probably signs with a new certificate. Refresh its metadata, or add the certificate, test the draft and activate it.'
const ALGORITHM = 'Have the identity provider sign with RSA or ECDSA and SHA-256, or better.'
const ENCRYPTION =
  'Compare the encryption certificate at the identity provider with the one in the SP metadata of the SSO key, and the algorithms with those that are accepted; or switch encryption off there.'
const URLS =
  'Compare EntityID and Sign-On URL at the identity provider with those of the SSO key, character by character.'
const CLOCK =
  'Have the clock of the identity provider set right. Meanwhile a larger clock skew on the connector helps.'
const NAME_ID =
  'Have the identity provider send one persistent NameID, or choose the attribute that identifies people on the connector.'
const NAME_ID_FORMAT =
  'Choose another NameID format on the connector, or have the identity provider release the one that it asks for.'
const REQUEST =
  'Compare what the connector sends with what the identity provider expects: binding, signed requests, certificate and Sign-On URL.'
const BROKER =
  'Look up in the log of the identity provider why it cannot pass sign-ins on to the one behind it.'
const MAPPING =
  'Compare the attributes that arrive with the mapping of the connector: `:try` shows field by field what they come to.'
const RULES =
  'Compare what the identity provider says of people with the rules of the connector: `:try` shows what they come to.'
const AUTHENTICATION =
  'Have the identity provider do the authentication that the connector asks for, or have the connector ask for less.'
const PEOPLE =
  'If the identity provider or what identifies people has changed, confirm who is who: see the candidates for re-linking.'

/**
 * By code. A refusal that is not here says nothing of the connector: it is the person's, an
 * attacker's, or intended.
 */
export const WATCHED_REFUSALS: Readonly<
  Partial<
    Record<
      LoginRefusalCode | SamlRefusalCode | StatusRefusalCode | DsigRefusalCode | XmlencRefusalCode,
      WatchedRefusal
    >
  >
> = {
  saml_status_not_success: unsigned(
    'Look up in the log of the identity provider why it says no: often the application is not assigned to the people, or it cannot do what the connector asks for.',
  ),
  saml_status_request_denied: unsigned(
    'Assign the application to these people at the identity provider, or look up in its log which policy says no.',
  ),
  saml_status_unknown_principal: unsigned(
    'Look up in the log of the identity provider whom it does not know.',
  ),
  saml_status_invalid_name_id_policy: unsigned(NAME_ID_FORMAT),
  saml_status_no_authn_context: unsigned(AUTHENTICATION),
  saml_status_request_unsupported: unsigned(REQUEST),
  saml_status_unsupported_binding: unsigned(REQUEST),
  saml_status_version: unsigned(REQUEST),
  saml_status_resource_not_recognized: unsigned(URLS),
  saml_status_no_available_idp: unsigned(BROKER),
  saml_status_no_supported_idp: unsigned(BROKER),
  saml_status_proxy_count_exceeded: unsigned(BROKER),
  saml_signature_missing: unsigned(
    'Have the identity provider sign the response or the assertion.',
  ),
  saml_certificate_missing: unsigned(NEW_KEY),
  dsig_no_fitting_key: unsigned(NEW_KEY),
  dsig_signature_mismatch: unsigned(NEW_KEY),
  dsig_signature_algorithm_forbidden: unsigned(ALGORITHM),
  dsig_digest_algorithm_forbidden: unsigned(ALGORITHM),
  xmlenc_content_algorithm_forbidden: unsigned(ENCRYPTION),
  xmlenc_cbc_not_allowed: unsigned(ENCRYPTION),
  xmlenc_key_algorithm_forbidden: unsigned(ENCRYPTION),
  xmlenc_decryption_failed: unsigned(ENCRYPTION),
  saml_issuer_mismatch: signed(
    'The identity provider names itself by another entityID. Read its metadata again, test the draft and activate it.',
  ),
  saml_destination_mismatch: signed(URLS),
  saml_audience_mismatch: signed(URLS),
  saml_recipient_mismatch: signed(URLS),
  saml_sp_name_qualifier_mismatch: signed(URLS),
  saml_issued_in_future: signed(CLOCK),
  saml_assertion_not_yet_valid: signed(CLOCK),
  saml_authn_instant_in_future: signed(CLOCK),
  saml_assertion_expired: signed(CLOCK),
  saml_confirmation_expired: signed(CLOCK),
  saml_name_id_missing: signed(NAME_ID),
  saml_name_id_encrypted: signed(NAME_ID),
  login_name_id_transient: signed(NAME_ID),
  login_identity_missing: signed(NAME_ID),
  saml_authn_not_repeated: signed(AUTHENTICATION),
  saml_authn_context_mismatch: signed(AUTHENTICATION),
  login_profile_incomplete: signed(MAPPING),
  login_attribute_multiple: signed(MAPPING),
  login_attribute_invalid: signed(MAPPING),
  login_attribute_too_large: signed(MAPPING),
  login_groups_overage: signed(
    'Have Microsoft Entra ID send only the groups assigned to the application.',
  ),
  login_role_unmatched: signed(RULES),
  login_tenant_unmatched: signed(RULES),
  login_tenant_gone: signed(RULES),
  login_domain_foreign: signed(RULES),
  login_email_taken: signed(PEOPLE),
  login_identity_case_differs: signed(PEOPLE),
  login_email_case_differs: signed(PEOPLE),
  login_email_domain_unverified: signed(
    'Verify the e-mail domain of these people, or confirm who is who: see the candidates for re-linking.',
  ),
}

const BY_CODE: ReadonlyMap<string, WatchedRefusal> = new Map(Object.entries(WATCHED_REFUSALS))

/** What a refusal of this code tells of the connector; undefined for one that tells nothing. */
export const findWatchedRefusal = (code: string): WatchedRefusal | undefined => BY_CODE.get(code)
