// The domain of an e-mail address, in the one form in which domains are compared: A-labels in lower
// case (RFC 5891 §4.4, mapped as browsers map, UTS #46). What merely looks alike stays different.

import { domainToASCII } from 'node:url'

/**
 * RFC 1035 §2.3.4: 63 characters of a label, 253 of a name. At least two labels, the last of which
 * is no number.
 */
const A_LABELS =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** Longer than any name that maps to 253 characters, so that what is mapped is bounded. */
const MAX_DOMAIN_LENGTH = 253
/** RFC 5321 §4.5.3.1.3, less the angle brackets. */
const MAX_ADDRESS_LENGTH = 254
/**
 * What the parser of URLs would take apart, decode or drop, so that one text would mean another.
 */
const NOT_OF_A_NAME = /[\s\p{C}%@:/\\?#[\]]/u

/**
 * Reads a domain name that somebody typed; undefined for an IP address, a single label, or what is
 * no name at all.
 */
export function parseDomain(text: string): string | undefined {
  if (text.length > MAX_DOMAIN_LENGTH || NOT_OF_A_NAME.test(text)) return undefined
  const domain = domainToASCII(text)
  return A_LABELS.test(domain) ? domain : undefined
}

/**
 * The domain of an e-mail address; undefined for what has no local part, no domain, or more than
 * one `@`.
 */
export function domainOfEmail(email: string): string | undefined {
  if (email.length > MAX_ADDRESS_LENGTH) return undefined
  const [local, domain, ...more] = email.split('@')
  return local === '' || domain === undefined || more.length > 0 ? undefined : parseDomain(domain)
}

/**
 * Tells whether the DNS takes a character that is not ASCII for ASCII, or for nothing (UTS #46 §4):
 * the Kelvin sign, letters of full width, an ideographic full stop.
 */
export function isReadAsAscii(character: string): boolean {
  const label = domainToASCII(`x${character}`)
  return label !== '' && !label.startsWith('xn--')
}
