// Every reason for which a signature is refused.

import type { MeaningTable } from '../../refusal.ts'

export const DSIG_REFUSALS = {
  dsig_structure_invalid: {
    message:
      'The signature is not built as SAML requires: SignedInfo, SignatureValue and at most KeyInfo, each once.',
    fixedBy: 'idp_admin',
    rule: 'R22, R24, XML Signature §4.1, SAML Core §5.4',
  },
  dsig_reference_mismatch: {
    message: 'The signature does not refer to the element that it stands in.',
    fixedBy: 'idp_admin',
    rule: 'R23, SAML Core §5.4.2',
  },
  dsig_id_invalid: {
    message: 'The signed element has no ID, or one that is not a name.',
    fixedBy: 'idp_admin',
    rule: 'R23, SAML Core §1.3.4',
  },
  dsig_id_ambiguous: {
    message: 'Two elements have the same ID, or an ID attribute is written with a prefix.',
    fixedBy: 'idp_admin',
    rule: 'R25',
  },
  dsig_transform_forbidden: {
    message:
      'The signature transforms what it signs by something other than enveloped-signature and one canonicalisation.',
    fixedBy: 'idp_admin',
    rule: 'R24, SAML Core §5.4.4',
  },
  dsig_canonicalization_forbidden: {
    message: 'The canonicalisation algorithm is not one of exc-c14n, c14n 1.0 and c14n 1.1.',
    fixedBy: 'idp_admin',
    rule: 'R24, SAML Core §5.4.3',
  },
  dsig_signature_algorithm_forbidden: {
    message: 'The signature algorithm is not accepted. RSA or ECDSA with SHA-256 or better is.',
    fixedBy: 'idp_admin',
    rule: 'R12, R13',
  },
  dsig_digest_algorithm_forbidden: {
    message: 'The digest algorithm is not accepted. SHA-256 or better is.',
    fixedBy: 'idp_admin',
    rule: 'R12, R13',
  },
  dsig_value_not_base64: {
    message: 'The signature or digest value is not base64.',
    fixedBy: 'idp_admin',
    rule: 'R28',
  },
  dsig_no_fitting_key: {
    message:
      'No registered certificate has a key that fits the signature algorithm and is strong enough.',
    fixedBy: 'sp_admin',
    rule: 'R11, R12, R13',
  },
  dsig_signature_mismatch: {
    message: 'No registered certificate verifies the signature: the IdP signs with another key.',
    fixedBy: 'sp_admin',
    rule: 'R10, R32, XML Signature §3.2.2',
  },
  dsig_digest_mismatch: {
    message: 'The signature is genuine, but what it signs was changed on the way.',
    fixedBy: 'idp_admin',
    rule: 'R32, XML Signature §3.2.1',
  },
  dsig_signed_bytes_differ: {
    message: 'The signed bytes, read again, are not the element that was signed.',
    fixedBy: 'idp_admin',
    rule: 'R30',
  },
} as const satisfies MeaningTable

export type DsigRefusalCode = keyof typeof DSIG_REFUSALS
