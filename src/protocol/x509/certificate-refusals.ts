// What can be wrong with a certificate that somebody pasted or that metadata carries.

import type { MeaningTable } from '../../refusal.ts'

export const CERTIFICATE_REFUSALS = {
  certificate_unreadable: {
    message:
      'This is not an X.509 certificate. Paste the PEM text of the signing certificate, with or without its BEGIN and END lines.',
    fixedBy: 'sp_admin',
    rule: 'R11, RFC 7468 §5',
  },
  certificate_is_private_key: {
    message:
      'This is a private key. Never hand it to anyone; paste the certificate instead, and consider replacing that key.',
    fixedBy: 'sp_admin',
    rule: 'R11, RFC 7468 §10',
  },
  certificate_is_request: {
    message: 'This is a certificate signing request. Paste the certificate that was issued for it.',
    fixedBy: 'sp_admin',
    rule: 'R11, RFC 7468 §7',
  },
  certificate_too_long: {
    message: 'The text is longer than any set of signing certificates needs to be.',
    fixedBy: 'sp_admin',
    rule: 'R11',
  },
  certificate_key_unsupported: {
    message:
      'The key in this certificate is neither RSA nor on one of the curves P-256, P-384 and P-521. Have the identity provider sign with such a key.',
    fixedBy: 'idp_admin',
    rule: 'R12',
  },
  certificate_of_chain: {
    message:
      'This certificate belongs to the chain of another one beside it. Only the certificate that signs is trusted, so this one is left out.',
    fixedBy: 'sp_admin',
    rule: 'R10, XML Signature §4.5.4',
  },
} as const satisfies MeaningTable

export type CertificateRefusalCode = keyof typeof CERTIFICATE_REFUSALS
