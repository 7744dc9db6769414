// Status of a response (SAML Core §3.2.2): from the codes that an IdP sends to the refusal that
// says what they mean, and its StatusMessage in a form that can be shown.

import { shortFact } from '../../refusal.ts'
import type { StatusRefusalCode } from './status-refusals.ts'

const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:'
const VERSION_MISMATCH = `${STATUS}VersionMismatch`

const BY_NAME: ReadonlyMap<string, StatusRefusalCode> = new Map([
  ['AuthnFailed', 'saml_status_authn_failed'],
  ['InvalidAttrNameOrValue', 'saml_status_invalid_attribute'],
  ['InvalidNameIDPolicy', 'saml_status_invalid_name_id_policy'],
  ['NoAuthnContext', 'saml_status_no_authn_context'],
  ['NoAvailableIDP', 'saml_status_no_available_idp'],
  ['NoPassive', 'saml_status_no_passive'],
  ['NoSupportedIDP', 'saml_status_no_supported_idp'],
  ['PartialLogout', 'saml_status_partial_logout'],
  ['ProxyCountExceeded', 'saml_status_proxy_count_exceeded'],
  ['RequestDenied', 'saml_status_request_denied'],
  ['RequestUnsupported', 'saml_status_request_unsupported'],
  ['RequestVersionDeprecated', 'saml_status_version'],
  ['RequestVersionTooHigh', 'saml_status_version'],
  ['RequestVersionTooLow', 'saml_status_version'],
  ['ResourceNotRecognized', 'saml_status_resource_not_recognized'],
  ['TooManyResponses', 'saml_status_too_many_responses'],
  ['UnknownAttrProfile', 'saml_status_unknown_attribute_profile'],
  ['UnknownPrincipal', 'saml_status_unknown_principal'],
  ['UnsupportedBinding', 'saml_status_unsupported_binding'],
])

/**
 * SAML names no code for it. Those who do end theirs so, as
 * http://id.elegnamnden.se/status/1.0/cancel.
 */
const CANCELLED = /(?:^|[^a-z])(?:user)?cancel(?:l?ed)?$/i

/**
 * What codes mean, the top-level one first. A cancel at any level says the most; then the first
 * known code below the top counts. Undefined if none is known: then the general refusal of a
 * failure is all there is to say.
 */
export function meaningOfStatus(codes: readonly string[]): StatusRefusalCode | undefined {
  const [top, ...below] = codes
  if (below.some((code) => CANCELLED.test(code))) return 'saml_status_cancelled'
  for (const code of below) {
    const known = code.startsWith(STATUS) ? BY_NAME.get(code.slice(STATUS.length)) : undefined
    if (known !== undefined) return known
  }
  return top === VERSION_MISMATCH ? 'saml_status_version' : undefined
}

/** Controls, line and paragraph separators, and what turns the direction of text around. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu

/** A StatusMessage as one bounded line of plain text; undefined if nothing is left. */
export function shownMessage(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const line = shortFact(text.replace(UNPRINTABLE, ' ').replace(/\s+/gu, ' ').trim())
  return line === '' ? undefined : String(line)
}
