// Every reason for which a message in a query is refused before anything is read in it.

import type { MeaningTable } from '../../refusal.ts'

export const REDIRECT_REFUSALS = {
  redirect_query_too_large: {
    message: 'The query is longer than a message by HTTP-Redirect may be.',
    fixedBy: 'idp_admin',
    rule: 'R7',
  },
  redirect_query_malformed: {
    message: 'The query is not made of plain names and percent-encoded UTF-8 values.',
    fixedBy: 'idp_admin',
    rule: 'R49, SAML Bindings §3.4.4.1',
  },
  redirect_parameter_repeated: {
    message: 'A parameter comes more than once in the query.',
    fixedBy: 'idp_admin',
    rule: 'R49',
  },
  redirect_message_not_single: {
    message: 'The query must carry either one SAMLRequest or one SAMLResponse.',
    fixedBy: 'idp_admin',
    rule: 'R49, SAML Bindings §3.4.4.1',
  },
  redirect_encoding_unsupported: {
    message: 'The message is encoded by something other than DEFLATE.',
    fixedBy: 'idp_admin',
    rule: 'R49, SAML Bindings §3.4.4',
  },
  redirect_plus_not_escaped: {
    message:
      'The base64 in the query holds a plus sign, which means a space there. The sender has to write + as %2B.',
    fixedBy: 'idp_admin',
    rule: 'R49, SAML Bindings §3.4.4.1',
  },
  redirect_message_not_deflated: {
    message: 'The message in the query is not base64 of DEFLATE data.',
    fixedBy: 'idp_admin',
    rule: 'R49, SAML Bindings §3.4.4.1',
  },
  redirect_message_too_large: {
    message: 'The message in the query grows past the size of a SAML message when it is inflated.',
    fixedBy: 'idp_admin',
    rule: 'R50',
  },
  redirect_signature_missing: {
    message:
      'The query has no SigAlg and Signature: the identity provider does not sign these messages.',
    fixedBy: 'idp_admin',
    rule: 'R11, R49, SAML Bindings §3.4.4.1',
  },
} as const satisfies MeaningTable

export type RedirectRefusalCode = keyof typeof REDIRECT_REFUSALS
