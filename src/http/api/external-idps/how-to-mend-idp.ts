// How a caller mends a source of an external IdP that was refused: a metadata URL, metadata, or a
// certificate.

import type { PreviewCode } from '../engine/api-refusals.ts'

const PASTE = 'paste the document as `metadata_xml`'

/** How to mend a refused source, where the meaning alone does not say it. */
export const IDP_MENDS = {
  source_unrecognised:
    'Paste the metadata URL, the metadata XML, or the signing certificate that the identity provider offers.',
  source_sso_url_required:
    'Send `sso_url` with the certificates, or the metadata URL as `source`: metadata names both.',
  metadata_too_large: 'Ask the identity provider for the metadata of this one IdP.',
  metadata_dtd_forbidden: `Remove the line that begins with <!DOCTYPE, and ${PASTE}.`,
  metadata_malformed: `Download the file again and ${PASTE}, without opening it in an editor first.`,
  metadata_not_saml:
    'Open the address in a private window of a browser: it has to show XML that begins with EntityDescriptor, without a sign-in.',
  metadata_is_url: 'Send the address as `metadata_url` in place of `metadata_xml`.',
  metadata_is_certificate:
    'Send `certificate_pem` with `sso_url` in place of `metadata_xml`, or ask for the metadata.',
  metadata_no_idp:
    'Ask the identity provider for its SAML 2.0 metadata. `Got` says what this document describes.',
  metadata_entity_id_duplicate: 'Ask for a document that describes the identity provider once.',
  fetch_url_forbidden: `Use a public https address on an allowed port, ask the operator to add the port to METADATA_PORTS, or ${PASTE}.`,
  fetch_redirected: 'Use the address that `Got` names.',
  fetch_timeout: `Try again, or ${PASTE}.`,
  fetch_status: `Compare the address with the one that the identity provider shows, or ${PASTE}.`,
  fetch_failed: `Compare the address with the one that the identity provider shows. Its certificate has to come from a public authority, with the whole chain. Or ${PASTE}.`,
  external_idp_entity_unknown: 'Use an entityID that the preview lists in `entities`.',
  certificate_unreadable:
    'Paste the certificate from its BEGIN line to its END line, both of them included.',
  certificate_is_private_key:
    'Replace this key at the identity provider, because it has left it. Then paste the new certificate.',
  certificate_is_request: 'Ask for the certificate that was issued for this request.',
} as const satisfies Readonly<Partial<Record<PreviewCode, string>>>
