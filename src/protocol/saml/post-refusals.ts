// Every reason for which a message in a form is refused before anything is read in it: each mistake
// of a sender has its own code, so that nobody looks for a wrong certificate or clock where a `+`
// was lost.

import type { MeaningTable } from '../../refusal.ts'

export const POST_REFUSALS = {
  post_request_received: {
    message:
      'The form that arrived holds a SAMLRequest. This address takes sign-ins alone: a logout belongs to the logout URL.',
    fixedBy: 'idp_admin',
    rule: 'R20, SAML Bindings §3.5.4',
  },
  post_artifact_received: {
    message:
      'The form that arrived holds an artifact. Have the identity provider send its answer by HTTP-POST.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.6',
  },
  post_response_in_url: {
    message: 'The identity provider sent its answer in a URL. Have it use the binding HTTP-POST.',
    fixedBy: 'idp_admin',
    rule: 'SAML Profiles §4.1.2',
  },
  post_message_empty: {
    message: 'The form that arrived holds an empty SAML message.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.5.4',
  },
  post_message_not_encoded: {
    message: 'The message in the form is bare XML. By HTTP-POST it has to be base64.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.5.4',
  },
  post_message_plus_lost: {
    message:
      'Every plus sign of the base64 in the form arrived as a space. The sender has to write + as %2B in a form.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.5.4, RFC 4648 §4',
  },
  post_message_padding_wrong: {
    message:
      'The base64 in the form lacks its padding: the = signs at its end are missing, or there are too many.',
    fixedBy: 'idp_admin',
    rule: 'R28, RFC 4648 §3.2',
  },
  post_message_base64url: {
    message:
      'The message in the form is base64url, with - and _ in it. By HTTP-POST it has to be base64, with + and /.',
    fixedBy: 'idp_admin',
    rule: 'R28, SAML Bindings §3.5.4',
  },
  post_message_url_encoded: {
    message:
      'The message in the form is URL-encoded twice: escapes such as %2B are part of its value.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.5.4',
  },
  post_message_encoded_twice: {
    message: 'The message in the form is base64 of base64. It has to be encoded once.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.5.4',
  },
  post_message_deflated: {
    message:
      'The message in the form is compressed (DEFLATE). That belongs to HTTP-Redirect; by HTTP-POST nothing is compressed.',
    fixedBy: 'idp_admin',
    rule: 'SAML Bindings §3.5.4, §3.4.4.1',
  },
} as const satisfies MeaningTable

export type PostRefusalCode = keyof typeof POST_REFUSALS
