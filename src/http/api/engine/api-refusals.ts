// Every code the API may answer, with its meaning. The API's own codes are here; the others come
// from their areas.

import { METADATA_REFUSALS } from '../../../protocol/saml/idp-metadata/metadata-refusals.ts'
import { CERTIFICATE_REFUSALS } from '../../../protocol/x509/certificate-refusals.ts'
import type { Meaning, MeaningTable } from '../../../refusal.ts'
import {
  TENANT_REFUSALS,
  type TenantRefusalCode,
} from '../../../tenants/commands/command-refusals.ts'
import { ENVELOPE_REFUSALS } from '../../../tenants/commands/envelope.ts'
import { FETCH_REFUSALS } from '../../../tenants/external-idps/fetch-metadata.ts'
import { PREVIEW_REFUSALS } from '../../../tenants/external-idps/preview-refusals.ts'
import { SIGNING_KEY_REFUSALS } from '../../../tenants/signing-key.ts'
import { type ProblemMeaning, type ProblemStatus, statusOfMeaning } from './refusal-statuses.ts'

/** What the API itself refuses, before or beside a command. */
export const API_REFUSALS = {
  api_credentials_missing: {
    status: 401,
    message: 'The request carries no credential that opens this operation.',
    fixedBy: 'developer',
    rule: 'RFC 6750 §3',
  },
  api_credentials_invalid: {
    status: 401,
    message: 'The bearer token, or the session, is not valid for this operation.',
    fixedBy: 'developer',
    rule: 'RFC 6750 §3.1',
  },
  api_key_required: {
    kind: 'forbidden',
    message:
      'The operator key mints API keys and opens the home tenant alone; this operation takes an API key.',
    fixedBy: 'developer',
    rule: 'RFC 6750 §3.1',
  },
  api_scope_missing: {
    kind: 'forbidden',
    message: 'The API key lacks the scope that this operation takes, or the person lacks the role.',
    fixedBy: 'developer',
    rule: 'RFC 6750 §3.1',
  },
  api_key_bound: {
    kind: 'forbidden',
    message:
      'The API key is bound to a tenant, and this operation belongs to none, or to the operator alone.',
    fixedBy: 'developer',
    rule: 'I5',
  },
  api_https_required: {
    status: 421,
    message:
      'The API takes https alone. The request came over http, so its API key, if it had one, could be read on the way: revoke that key and make a new one.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §15.5.20',
  },
  api_origin_foreign: {
    kind: 'forbidden',
    message: 'The request comes with a session, but not from a page of this service.',
    fixedBy: 'developer',
    rule: 'R53',
  },
  api_recent_authentication_required: {
    kind: 'forbidden',
    message:
      'This takes an authentication of the last quarter of an hour: authenticate again, then repeat it.',
    fixedBy: 'user',
    rule: 'R55',
  },
  setup_session_missing: {
    status: 401,
    message: 'This browser has no session of a set-up link, or no longer.',
    fixedBy: 'user',
    rule: 'I5',
  },
  api_header_invalid: {
    status: 400,
    message: 'A header does not have the form it must have.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §5.5',
  },
  api_cursor_foreign: {
    kind: 'invalid',
    message: 'The cursor was given for another list, or for other filters.',
    fixedBy: 'developer',
    rule: 'I9',
  },
  api_route_unknown: {
    kind: 'unknown',
    message: 'The API has no such path.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §15.5.5',
  },
  api_method_not_allowed: {
    status: 405,
    message: 'The path exists, but not with this method.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §15.5.6',
  },
  api_misdirected: {
    status: 421,
    message: 'The API does not answer under this host name.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §15.5.20',
  },
  api_body_too_large: {
    status: 413,
    message: 'The body is larger than this operation reads.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §15.5.14',
  },
  api_body_not_json: {
    status: 415,
    message: 'The body must be sent as application/json.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §15.5.16',
  },
  api_json_malformed: {
    status: 400,
    message: 'The body is not valid JSON in UTF-8.',
    fixedBy: 'developer',
    rule: 'RFC 8259 §8.1',
  },
  api_members_invalid: {
    kind: 'invalid',
    message: 'The body or the query has members that are missing, unknown or wrong.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §15.5.21',
  },
  ...ENVELOPE_REFUSALS,
  api_document_secret: {
    kind: 'invalid',
    message:
      'The document holds what looks like a secret. A document is kept and shared: take the secret out.',
    fixedBy: 'developer',
    rule: 'I8',
  },
  api_key_unknown: {
    kind: 'unknown',
    message: 'There is no such API key.',
    fixedBy: 'developer',
    rule: 'I8',
  },
  application_without_secret: {
    kind: 'conflict',
    message: 'The application authenticates without a secret.',
    fixedBy: 'developer',
    rule: 'I8',
  },
  connector_response_missing: {
    kind: 'conflict',
    message:
      'No response of a test of this connector can be read: it shows some seconds after the test, for seven days. Test the connector, or paste one as `saml_response`.',
    fixedBy: 'sp_admin',
    rule: 'I8',
  },
  test_unknown: {
    kind: 'unknown',
    message: 'The connector has no such test, or no longer: the last 100 are kept.',
    fixedBy: 'developer',
    rule: 'I5',
  },
  event_unknown: {
    kind: 'unknown',
    message: 'There is no such event, or no longer.',
    fixedBy: 'developer',
    rule: 'I5',
  },
  ...SIGNING_KEY_REFUSALS,
  api_jurisdiction_unavailable: {
    kind: 'invalid',
    message: 'This deployment cannot keep a tenant in a jurisdiction.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  api_entity_id_required: {
    kind: 'invalid',
    message: 'The metadata describes several identity providers: say which one.',
    fixedBy: 'sp_admin',
    rule: 'SAML Metadata §2.3.1',
  },
  api_unavailable: {
    status: 503,
    message: 'Something the API depends on is out of reach. Try again.',
    fixedBy: 'developer',
    rule: 'I9, RFC 9110 §15.6.4',
  },
  api_fault: {
    status: 500,
    message: 'Something went wrong here. It is our mistake: report it with the request id.',
    fixedBy: 'developer',
    rule: 'I7, RFC 9110 §15.6.1',
  },
} as const satisfies Readonly<Record<string, ProblemMeaning>>
/** A code of the API itself. */
type ApiRefusalCode = keyof typeof API_REFUSALS

const PREVIEW_MEANINGS = {
  ...PREVIEW_REFUSALS,
  ...FETCH_REFUSALS,
  ...METADATA_REFUSALS,
  ...CERTIFICATE_REFUSALS,
} as const satisfies MeaningTable
/** Why an external IdP cannot be described from what was sent, or from what its URL answers. */
export type PreviewCode = keyof typeof PREVIEW_MEANINGS
/** All of them, for the operations that preview. */
export const PREVIEW_CODES: readonly PreviewCode[] = Object.keys(PREVIEW_MEANINGS).filter(
  (code): code is PreviewCode => code in PREVIEW_MEANINGS,
)

/** A code of any problem the API answers. */
export type ProblemCode = ApiRefusalCode | TenantRefusalCode | PreviewCode

/**
 * The status of a code. A source that gives no preview is a wrong member, whatever is wrong with
 * it.
 */
export const statusOf = (code: ProblemCode): ProblemStatus =>
  isPreview(code) ? 422 : statusOfMeaning(MEANINGS[code])

const isPreview = (code: ProblemCode): code is PreviewCode => code in PREVIEW_MEANINGS

/** What a code means, in a sentence. */
export const meaningOf = (code: ProblemCode): Meaning =>
  isPreview(code) ? PREVIEW_MEANINGS[code] : MEANINGS[code]

const MEANINGS: Readonly<Record<Exclude<ProblemCode, PreviewCode>, ProblemMeaning>> = {
  ...API_REFUSALS,
  ...TENANT_REFUSALS,
}
